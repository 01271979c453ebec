import { useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { Link, useLocation, useNavigate } from 'react-router';
import { Button } from 'react-aria-components';
import { updateDashboard } from '../../../api/dashboards';
import { listWarehouses } from '../../../api/warehouses';
import { Choice } from '../../../ui/Choice';
import { Failure } from '../../../ui/Failure';
import { addDataset } from '../change/datasets';
import { newName, unusedName } from '../change/names';
import { useEditor } from '../context';
import type { DraftSession } from '../DraftSession';
import { problemsOfDataset } from '../problems';
import { DatasetEditor } from './DatasetEditor';

/** The dashboard's datasets, and the one that is open. */
export default function DataTab({ path, datasetName, session }: { path: string; datasetName: string; session: DraftSession }) {
  const { document, change } = useEditor();
  const navigate = useNavigate();
  const { search } = useLocation();
  const dataset = document.datasets.find(({ name }) => name === datasetName) ?? document.datasets[0];
  const add = () => {
    const name = newName(document);
    change('add a dataset', (before) => addDataset(before, { name, displayName: unusedName('New dataset', before.datasets.map((one) => one.displayName || one.name)), queryLines: [] }));
    void navigate({ pathname: `${path}/data/${name}`, search });
  };
  return (
    <div className="data-tab-body">
      <div className="dataset-list">
        <nav aria-label="Datasets">
          {document.datasets.map((one) => {
            const problems = problemsOfDataset(document, one).length;
            return (
              <Link key={one.name} to={{ pathname: `${path}/data/${encodeURIComponent(one.name)}`, search }} className={one === dataset ? 'current' : ''} aria-current={one === dataset ? 'page' : undefined}>
                {one.displayName || one.name}
                {problems > 0 && <span className="badge">{problems}<span className="visually-hidden"> {problems === 1 ? 'problem' : 'problems'}</span></span>}
              </Link>
            );
          })}
        </nav>
        <Button className={document.datasets.length === 0 ? 'react-aria-Button primary' : 'react-aria-Button small'} onPress={add}>Add a dataset</Button>
        <Warehouse session={session} />
      </div>
      {dataset ? (
        <DatasetEditor key={dataset.name} dataset={dataset} onDeleted={(next) => void navigate({ pathname: `${path}/data/${encodeURIComponent(next)}`, search })} />
      ) : (
        <p className="empty">No dataset yet. A dataset is a SQL query; the charts of all pages draw its rows.</p>
      )}
    </div>
  );
}

function Warehouse({ session }: { session: DraftSession }) {
  const { dashboard } = useEditor();
  const [problem, setProblem] = useState<Error>();
  const warehouses = useQuery({ queryKey: ['warehouses'], queryFn: ({ signal }) => listWarehouses(signal) });
  const list = warehouses.data ?? [];
  if (list.length === 0) {
    return null;
  }
  const set = async (warehouse_id: string) => {
    setProblem(undefined);
    try {
      await session.act((etag) => updateDashboard(dashboard.dashboard_id, { warehouse_id, etag }));
    } catch (error) {
      setProblem(error as Error);
    }
  };
  const isKnown = dashboard.warehouse_id === null || list.some(({ id }) => id === dashboard.warehouse_id);
  return (
    <>
      <Choice
        label="The draft runs on"
        value={dashboard.warehouse_id ?? ''}
        onChange={(warehouse) => void set(warehouse)}
        options={[{ value: '', name: 'The usual warehouse' }, ...(isKnown ? [] : [{ value: dashboard.warehouse_id!, name: dashboard.warehouse_id! }]), ...list.map(({ id, name }) => ({ value: id, name }))]}
      />
      {problem && <Failure error={problem} />}
    </>
  );
}
