import { useId } from 'react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from 'react-router';
import { Button } from 'react-aria-components';
import { ApiError } from '../api/client';
import { changeUsageWarehouse, getUsageDashboard, importUsageDashboard, type UsageDashboard as Known } from '../api/dashboards';
import { listWarehouses } from '../api/warehouses';
import { useSession } from '../api/session';
import { Failure } from '../ui/Failure';

const key = ['usage-dashboard'];

/** The built-in dashboard: account admins make it, keep it up to date and choose its warehouse; everybody else opens it. */
export function UsageDashboard() {
  const isAdmin = useSession().data?.is_account_admin === true;
  const state = useQuery({ queryKey: key, queryFn: ({ signal }) => getUsageDashboard(signal) });
  if (state.error) {
    return isAdmin && !(state.error instanceof ApiError && state.error.status === 404) ? <Failure error={state.error} retry={() => void state.refetch()} /> : null;
  }
  if (!state.data || (!isAdmin && state.data.dashboard_id === null)) {
    return null;
  }
  return (
    <section className="usage-dashboard" aria-labelledby="usage-dashboard">
      <h2 id="usage-dashboard">{state.data.display_name}</h2>
      {isAdmin ? <AdminTools state={state.data} /> : <ViewLink id={state.data.dashboard_id!} />}
    </section>
  );
}

const ViewLink = ({ id }: { id: string }) => <Link className="view" to={`/dashboards/${id}`}>View Dashboard</Link>;

function AdminTools({ state }: { state: Known }) {
  const queries = useQueryClient();
  const onSuccess = async (changed: Known) => {
    queries.setQueryData(key, changed);
    await queries.invalidateQueries({ queryKey: ['dashboards'] });
  };
  const creation = useMutation({ mutationFn: importUsageDashboard, onSuccess });
  const change = useMutation({ mutationFn: changeUsageWarehouse, onSuccess });
  const error = creation.error ?? change.error;
  return (
    <>
      {state.dashboard_id === null ? (
        <>
          <p>Usage, costs, latency, errors and coding agents of all workspaces, on pages that everyone may be shown. Viewers see its figures with your rights, and cannot run queries of their own by it.</p>
          <Button className="react-aria-Button primary" isPending={creation.isPending} onPress={() => creation.mutate()}>Create Dashboard</Button>
        </>
      ) : (
        <>
          {state.is_update_available && <p role="status"><strong>A newer version of the template is there</strong> ({state.template_version}; this dashboard is from version {state.imported_version ?? 'unknown'}). Re-importing replaces its pages and keeps the warehouse.</p>}
          <ViewLink id={state.dashboard_id} />
          <Button isPending={creation.isPending} onPress={() => creation.mutate()}>Re-import Dashboard</Button>
          <WarehouseChoice chosen={state.warehouse_id} isPending={change.isPending} onChoose={(id) => change.mutate(id)} />
        </>
      )}
      {error && <Failure error={error} />}
    </>
  );
}

function WarehouseChoice({ chosen, isPending, onChoose }: { chosen: string | null; isPending: boolean; onChoose: (id: string) => void }) {
  const id = useId();
  const warehouses = useQuery({ queryKey: ['warehouses'], queryFn: ({ signal }) => listWarehouses(signal) });
  if (warehouses.error) {
    return <Failure error={warehouses.error} retry={() => void warehouses.refetch()} />;
  }
  const isListed = warehouses.data?.some((one) => one.id === chosen) ?? false;
  return (
    <span className="warehouse">
      <label htmlFor={id}>Warehouse</label>
      <select id={id} value={chosen ?? ''} disabled={isPending || !warehouses.data} onChange={(event) => onChoose(event.target.value)}>
        {!isListed && <option value={chosen ?? ''} disabled>{chosen ?? 'None'}</option>}
        {warehouses.data?.map((one) => <option key={one.id} value={one.id}>{one.name}</option>)}
      </select>
    </span>
  );
}
