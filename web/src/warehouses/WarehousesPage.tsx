import { useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'react-aria-components';
import { useSession } from '../api/session';
import { listWarehouses, type Warehouse } from '../api/warehouses';
import { Failure } from '../ui/Failure';
import { Loading } from '../ui/Loading';
import { WarehouseDialogs, type Shown } from './WarehouseDialogs';
import { WarehouseTable } from './WarehouseTable';
import './warehouses.css';

/** Where SQL runs: the workspace's warehouses, and what each does now. */
export default function WarehousesPage() {
  const session = useSession().data;
  const [shown, setShown] = useState<Shown>();
  const warehouses = useQuery({ queryKey: ['warehouses'], queryFn: ({ signal }) => listWarehouses(signal), refetchInterval: 5_000 });
  const mayCreate = session?.is_account_admin === true || session?.role === 'ADMIN';
  return (
    <>
      <div className="bar">
        <h1>Warehouses</h1>
        {mayCreate && <Button className="react-aria-Button primary" onPress={() => setShown({ kind: 'new' })}>New warehouse</Button>}
      </div>
      {warehouses.error && <Failure error={warehouses.error} retry={() => void warehouses.refetch()} />}
      {warehouses.isPending && <Loading what="warehouses" />}
      {warehouses.data?.length === 0 && (
        <p className="empty">There is no warehouse here that you may use, so you cannot run SQL. Ask an admin of the workspace or the account to let you: each warehouse has “Access”.</p>
      )}
      {warehouses.data && warehouses.data.length > 0 && <WarehouseTable warehouses={warehouses.data} onShow={setShown} />}
      {warehouses.data?.length === 1 && mayCreate && isInitial(warehouses.data[0]!) && (
        <p className="quiet">Every statement runs on this one. Make another to keep some people’s statements from waiting for those of others.</p>
      )}
      <WarehouseDialogs shown={shown} onClose={() => setShown(undefined)} />
    </>
  );
}

const isInitial = (warehouse: Warehouse) => warehouse.creator_name === null;
