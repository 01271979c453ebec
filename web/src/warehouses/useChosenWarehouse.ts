import { useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { useSession } from '../api/session';
import { listWarehouses, type Warehouse } from '../api/warehouses';

/** Where statements run, and what else there is to choose from. */
export interface WarehouseChoice {
  warehouses: Warehouse[];
  /** Undefined until they are known, and where there is none. */
  chosen: Warehouse | undefined;
  choose: (id: string) => void;
}

const keyOf = (workspace: string | undefined) => `weir.sql.warehouse.${workspace}`;

function keptIn(workspace: string | undefined): string | null {
  try {
    return localStorage.getItem(keyOf(workspace));
  } catch {
    return null;
  }
}

/** The warehouse that this browser's user chose in the workspace; the first one until then, and once that one is gone. */
export function useChosenWarehouse(): WarehouseChoice {
  const workspace = useSession().data?.workspace_id;
  const { data: warehouses = [] } = useQuery({ queryKey: ['warehouses'], queryFn: ({ signal }) => listWarehouses(signal) });
  const [now, setNow] = useState<{ workspace: string | undefined; id: string }>();
  const id = now?.workspace === workspace ? now?.id : keptIn(workspace);
  return {
    warehouses,
    chosen: warehouses.find((warehouse) => warehouse.id === id) ?? warehouses[0],
    choose: (chosen) => {
      setNow({ workspace, id: chosen });
      try {
        localStorage.setItem(keyOf(workspace), chosen);
      } catch {
        // A browser that keeps nothing forgets the choice with the page.
      }
    },
  };
}
