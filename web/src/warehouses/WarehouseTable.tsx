import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'react-aria-components';
import { startWarehouse, stopWarehouse, type Warehouse } from '../api/warehouses';
import { Failure } from '../ui/Failure';
import type { Shown } from './WarehouseDialogs';

const count = (value: number) => value.toLocaleString();

/** The warehouses, with what may be done with each by those who manage it. */
export function WarehouseTable({ warehouses, onShow }: { warehouses: Warehouse[]; onShow: (shown: Shown) => void }) {
  const queries = useQueryClient();
  const switching = useMutation({
    mutationFn: (warehouse: Warehouse) => (warehouse.state === 'STOPPED' ? startWarehouse(warehouse.id) : stopWarehouse(warehouse.id)),
    onSettled: () => queries.invalidateQueries({ queryKey: ['warehouses'] }),
  });
  const isManaging = warehouses.some((warehouse) => warehouse.can_manage);
  return (
    <>
      {switching.error && <Failure error={switching.error} />}
      <div className="wide" tabIndex={0} role="region" aria-label="Warehouses">
        <table>
          <thead>
            <tr>
              <th scope="col">Warehouse</th>
              <th scope="col">State</th>
              <th scope="col">Size</th>
              <th scope="col" className="number">Running</th>
              <th scope="col" className="number">Waiting</th>
              <th scope="col">Stops after</th>
              {isManaging && <th scope="col"><span className="visually-hidden">Actions</span></th>}
            </tr>
          </thead>
          <tbody>
            {warehouses.map((warehouse) => (
              <tr key={warehouse.id}>
                <th scope="row" className="warehouse-name">
                  {warehouse.name}
                  <span className="quiet warehouse-creator">{warehouse.creator_name === null ? 'There from the start' : `By ${warehouse.creator_name}`}</span>
                  {warehouse.tags.custom_tags.map(({ key, value }) => <span key={key} className="chip">{value === '' ? key : `${key}: ${value}`}</span>)}
                </th>
                <td>{warehouse.state === 'STOPPED' ? <span className="quiet">Stopped</span> : <span className="warehouse-running">Running</span>}</td>
                <td className="warehouse-size">{warehouse.cluster_size} <span className="quiet">{count(warehouse.num_statements_at_once)} at once</span></td>
                <td className="number">{count(warehouse.num_active_sessions)}</td>
                <td className="number">{count(warehouse.num_queued_statements)}</td>
                <td>{warehouse.auto_stop_mins === 0 ? 'Never' : minutes.format(warehouse.auto_stop_mins)}</td>
                {isManaging && <td>{warehouse.can_manage && <Actions warehouse={warehouse} isSwitching={switching.isPending} onSwitch={() => switching.mutate(warehouse)} onShow={onShow} />}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

const minutes = new Intl.NumberFormat(undefined, { style: 'unit', unit: 'minute', unitDisplay: 'short' });

function Actions({ warehouse, isSwitching, onSwitch, onShow }: { warehouse: Warehouse; isSwitching: boolean; onSwitch: () => void; onShow: (shown: Shown) => void }) {
  const { name } = warehouse;
  const verb = warehouse.state === 'STOPPED' ? 'Start' : 'Stop';
  // Stopping cancels what somebody waits for, so it is asked about when there is something.
  const isBusy = warehouse.num_active_sessions + warehouse.num_queued_statements > 0;
  return (
    <div className="warehouse-actions">
      <Button className="react-aria-Button small" aria-label={`${verb} ${name}`} isDisabled={isSwitching} onPress={() => (verb === 'Stop' && isBusy ? onShow({ kind: 'stop', warehouse }) : onSwitch())}>{verb}</Button>
      <Button className="react-aria-Button small" aria-label={`Edit ${name}`} onPress={() => onShow({ kind: 'edit', warehouse })}>Edit</Button>
      <Button className="react-aria-Button small" aria-label={`Access to ${name}`} onPress={() => onShow({ kind: 'permissions', warehouse })}>Access</Button>
      {warehouse.creator_name !== null && <Button className="react-aria-Button small" aria-label={`Delete ${name}`} onPress={() => onShow({ kind: 'delete', warehouse })}>Delete</Button>}
    </div>
  );
}
