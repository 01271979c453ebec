import { useQuery } from '@tanstack/react-query';
import { listOwnBudgets } from '../api/budgets';
import { Failure } from '../ui/Failure';
import { Loading } from '../ui/Loading';
import { useTimeFormat } from '../ui/preferences';
import { SpentMeter } from './SpentMeter';

export function OwnBudgets() {
  const time = useTimeFormat();
  const budgets = useQuery({ queryKey: ['own-budgets'], queryFn: ({ signal }) => listOwnBudgets(signal), refetchInterval: 10_000 });
  return (
    <>
      <h1>Your budgets</h1>
      {budgets.error && <Failure error={budgets.error} retry={() => void budgets.refetch()} />}
      {budgets.isPending && <Loading what="budgets" />}
      {budgets.data?.length === 0 && <p className="empty">No budget counts what you spend. An account admin can make one.</p>}
      {budgets.data && budgets.data.length > 0 && (
        <div className="wide" tabIndex={0} role="region" aria-label="Your budgets">
          <table>
            <thead><tr><th scope="col">Budget</th><th scope="col">Spent</th><th scope="col">Resets</th></tr></thead>
            <tbody>
              {budgets.data.map((budget) => (
                <tr key={budget.name}>
                  <th scope="row">{budget.name}</th>
                  <td>{budget.amount && budget.spent ? <SpentMeter label={`Spent of ${budget.name}`} spent={budget.spent} amount={budget.amount} /> : budget.is_used_up ? 'Used up' : 'Something is left'}</td>
                  <td>{time(budget.resets_at)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}
