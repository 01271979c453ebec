import { ask } from './client';

/** A tag of a warehouse. */
export interface Tag {
  key: string;
  value: string;
}

/** What may be set of a warehouse. */
export interface WarehouseSettings {
  name: string;
  cluster_size: string;
  min_num_clusters: number;
  max_num_clusters: number;
  auto_stop_mins: number;
  tags: { custom_tags: Tag[] };
}

/** A warehouse as the API writes it: /api/2.0/sql/warehouses. */
export interface Warehouse extends WarehouseSettings {
  id: string;
  state: 'RUNNING' | 'STOPPED';
  num_clusters: number;
  num_active_sessions: number;
  num_queued_statements: number;
  num_statements_at_once: number;
  creator_name: string | null;
  can_manage: boolean;
}

const path = '/api/2.0/sql/warehouses';

/** Those that the user may use: the one that exists from the start first. */
export const listWarehouses = async (signal?: AbortSignal) => (await ask<{ warehouses: Warehouse[] }>('GET', path, undefined, signal)).warehouses;

export const createWarehouse = (settings: WarehouseSettings) => ask<{ id: string }>('POST', path, settings);

export const editWarehouse = (id: string, settings: WarehouseSettings) => ask<unknown>('POST', `${path}/${id}/edit`, settings);

export const startWarehouse = (id: string) => ask<unknown>('POST', `${path}/${id}/start`);

export const stopWarehouse = (id: string) => ask<unknown>('POST', `${path}/${id}/stop`);

export const deleteWarehouse = (id: string) => ask<unknown>('DELETE', `${path}/${id}`);
