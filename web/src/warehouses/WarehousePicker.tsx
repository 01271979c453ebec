import { useId } from 'react';
import type { WarehouseChoice } from './useChosenWarehouse';
import './warehouses.css';

/** Chooses where statements run; nothing where there is no choice. */
export function WarehousePicker({ choice }: { choice: WarehouseChoice }) {
  const id = useId();
  if (choice.warehouses.length < 2) {
    return null;
  }
  return (
    <div className="warehouse-picker">
      <label htmlFor={id}>Warehouse</label>
      <select id={id} value={choice.chosen?.id} onChange={(event) => choice.choose(event.target.value)}>
        {choice.warehouses.map((warehouse) => (
          <option key={warehouse.id} value={warehouse.id}>{warehouse.state === 'STOPPED' ? `${warehouse.name} (starts when used)` : warehouse.name}</option>
        ))}
      </select>
    </div>
  );
}
