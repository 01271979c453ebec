import { useState } from 'react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'react-aria-components';
import { deleteBudget, listBudgets, type Budget } from '../api/budgets';
import { Failure } from '../ui/Failure';
import { Loading } from '../ui/Loading';
import { useTimeFormat } from '../ui/preferences';
import { money } from './money';
import { NewBudget } from './NewBudget';
import { SpentMeter } from './SpentMeter';

export function AllBudgets() {
  const queries = useQueryClient();
  const time = useTimeFormat();
  const [isNew, setNew] = useState(false);
  const budgets = useQuery({ queryKey: ['budgets'], queryFn: ({ signal }) => listBudgets(signal), refetchInterval: 10_000 });
  const remove = useMutation({ mutationFn: deleteBudget, onSuccess: () => queries.invalidateQueries({ queryKey: ['budgets'] }) });
  return (
    <>
      <div className="bar">
        <h1>Budgets</h1>
        <Button className="primary" onPress={() => setNew(true)}>New budget</Button>
      </div>
      {budgets.error && <Failure error={budgets.error} retry={() => void budgets.refetch()} />}
      {remove.error && <Failure error={remove.error} />}
      {budgets.isPending && <Loading what="budgets" />}
      {budgets.data?.length === 0 && (
        <p className="empty">There is no budget yet. A budget refuses requests, or tells somebody, once an amount of list cost is spent in a day, a week or a month.</p>
      )}
      {budgets.data && budgets.data.length > 0 && (
        <div className="wide" tabIndex={0} role="region" aria-label="Budgets">
          <table>
            <thead>
              <tr><th scope="col">Budget</th><th scope="col">Whose spend</th><th scope="col">Spent</th><th scope="col">At this pace</th><th scope="col">Resets</th><th scope="col">When used up</th><th scope="col"><span className="visually-hidden">Actions</span></th></tr>
            </thead>
            <tbody>
              {budgets.data.map((budget) => (
                <tr key={budget.id}>
                  <th scope="row">{budget.name}</th>
                  <td>{whose(budget)}</td>
                  <td>{budget.subjects === null ? <SpentMeter label={`Spent of ${budget.name}`} spent={budget.spent} amount={budget.amount} /> : <Subjects budget={budget} />}</td>
                  <td>{budget.forecast ? `${money(budget.forecast.projected_spend)} by its end` : ''}</td>
                  <td>{time(budget.period_end)}</td>
                  <td>{budget.action === 'BLOCK' ? 'Requests are refused' : 'Somebody is told'}</td>
                  <td><Button className="small" onPress={() => remove.mutate(budget.id)} aria-label={`Delete ${budget.name}`}>Delete</Button></td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <NewBudget isOpen={isNew} onOpenChange={setNew} />
    </>
  );
}

function Subjects({ budget }: { budget: Budget }) {
  if (budget.subjects!.length === 0) {
    return <span className="quiet">{money(budget.amount)} each; nothing spent</span>;
  }
  return (
    <details>
      <summary>{money(budget.amount)} each, for {budget.subjects!.length}</summary>
      {budget.subjects!.map((one) => (
        <div key={one.subject}>
          <span className="mono">{one.subject}</span>
          <SpentMeter label={`Spent by ${one.subject}`} spent={one.spent} amount={budget.amount} />
        </div>
      ))}
    </details>
  );
}

function whose(budget: Budget): string {
  const where = [budget.endpoint_name && `through ${budget.endpoint_name}`, budget.workspace_id && `in workspace ${budget.workspace_id}`].filter(Boolean).join(' ');
  switch (budget.key) {
    case 'USER': return `${budget.principal} ${where}`;
    case 'USER_DEFAULT': return `Each user ${where}`;
    case 'USER_GROUP': return `The group ${budget.principal} ${where}`;
    case 'REQUEST_TAG': return `Requests with the tag ${budget.request_tag_key}${budget.request_tag_value ? `=${budget.request_tag_value}` : ', each value'} ${where}`;
    default: return `Everybody ${where}`;
  }
}
