import { answerOf, api, type Schemas } from './client';

/** A tag of a warehouse. */
export type Tag = Schemas['WarehouseTagAnswer'];

/** What may be set of a warehouse. */
export type WarehouseSettings = Schemas['WarehouseRequest'];

/** A warehouse as the API writes it. */
export type Warehouse = Omit<Schemas['WarehouseAnswer'], 'state'> & { state: 'RUNNING' | 'STOPPED' };

const on = (id: string) => ({ params: { path: { id } } });

/** Those that the user may use: the one that exists from the start first. */
export const listWarehouses = async (signal?: AbortSignal) => (await answerOf(api.GET('/api/2.0/sql/warehouses', { signal: signal ?? null }))).warehouses as Warehouse[];

export const createWarehouse = (settings: WarehouseSettings) => answerOf(api.POST('/api/2.0/sql/warehouses', { body: settings }));

export const editWarehouse = (id: string, settings: WarehouseSettings) => answerOf(api.POST('/api/2.0/sql/warehouses/{id}/edit', { ...on(id), body: settings }));

export const startWarehouse = (id: string) => answerOf(api.POST('/api/2.0/sql/warehouses/{id}/start', on(id)));

export const stopWarehouse = (id: string) => answerOf(api.POST('/api/2.0/sql/warehouses/{id}/stop', on(id)));

export const deleteWarehouse = (id: string) => answerOf(api.DELETE('/api/2.0/sql/warehouses/{id}', on(id)));
