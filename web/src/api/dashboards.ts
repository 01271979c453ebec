import { ask } from './client';
import type { Column, Parameter } from './statements';

/** A dashboard as `/api/2.0/lakeview` answers it; the list leaves out its document and etag. */
export interface Dashboard {
  dashboard_id: string;
  display_name: string;
  path?: string;
  parent_path?: string;
  etag?: string;
  /** The `.lvdash.json` document, as text. */
  serialized_dashboard?: string;
  warehouse_id?: string;
  lifecycle_state?: 'ACTIVE' | 'TRASHED';
  create_time?: string;
  update_time?: string;
}

/** What is said of a published copy, without its document. */
export interface PublishedDashboard {
  display_name: string;
  warehouse_id?: string;
  embed_credentials: boolean;
  revision_create_time: string;
  /** The published document, for whoever may see the copy. */
  serialized_dashboard?: string;
}

export type FilterValue = { values: (string | null)[] } | { range: { min?: string; max?: string } };

export interface CrossFilter {
  widget: string;
  /** Chosen values by the name of the field. */
  values: Record<string, (string | null)[]>;
}

export interface ResultRequest {
  filters: Record<string, FilterValue>;
  cross_filters: CrossFilter[];
  /** The IANA name of the zone whose days and hours are meant. */
  time_zone: string;
}

export interface QueryResult {
  name: string;
  columns: Column[];
  rows: (string | null)[][];
  /** Whether there are more rows than were answered. */
  truncated: boolean;
}

export interface WidgetResult {
  widget: string;
  queries: QueryResult[];
  computed_time: string;
  age_seconds: number;
  is_cached: boolean;
}

export interface StatementRequest extends ResultRequest {
  kind: 'result' | 'rows';
  /** Of a clicked point: its values by the name of the field. */
  point?: Record<string, string | null>;
}

export interface WidgetStatement {
  statement: string;
  parameters: Parameter[];
}

export interface UsageDashboard {
  dashboard_id: string | null;
  display_name: string;
  template_version: number;
  imported_version: number | null;
  is_update_available: boolean;
  warehouse_id: string | null;
}

export interface Warehouse {
  id: string;
  name: string;
  state?: string;
}

const lakeview = '/api/2.0/lakeview/dashboards';
const own = '/api/2.0/weir/dashboards';
const usage = '/api/2.0/weir/usage-dashboard';
const part = encodeURIComponent;

/** All dashboards that one may see, page by page until there is no more. */
export async function listDashboards(signal?: AbortSignal): Promise<Dashboard[]> {
  const all: Dashboard[] = [];
  let token = '';
  do {
    const page = await ask<{ dashboards?: Dashboard[]; next_page_token?: string }>('GET', `${lakeview}?page_size=100${token && `&page_token=${part(token)}`}`, undefined, signal);
    all.push(...(page.dashboards ?? []));
    token = page.next_page_token ?? '';
  } while (token !== '');
  return all;
}

export const getDashboard = (id: string, signal?: AbortSignal) => ask<Dashboard>('GET', `${lakeview}/${part(id)}`, undefined, signal);

export const getPublished = (id: string, signal?: AbortSignal) => ask<PublishedDashboard>('GET', `${lakeview}/${part(id)}/published`, undefined, signal);

export const createDashboard = (display_name: string, serialized_dashboard?: string) => ask<Dashboard>('POST', lakeview, { display_name, ...(serialized_dashboard === undefined ? {} : { serialized_dashboard }) });

export const trashDashboard = (id: string) => ask<unknown>('DELETE', `${lakeview}/${part(id)}`);

/** `copy` says which of the two: the draft, or the published copy. */
export type Copy = 'draft' | 'published';

const widgetPath = (id: string, copy: Copy, widget: string) => `${own}/${part(id)}${copy === 'published' ? '/published' : ''}/widgets/${part(widget)}`;

export const getResult = (id: string, copy: Copy, widget: string, request: ResultRequest, signal?: AbortSignal) => ask<WidgetResult>('POST', `${widgetPath(id, copy, widget)}/result`, request, signal);

export const getStatement = (id: string, copy: Copy, widget: string, request: StatementRequest, signal?: AbortSignal) => ask<WidgetStatement>('POST', `${widgetPath(id, copy, widget)}/statement`, request, signal);

export const getUsageDashboard = (signal?: AbortSignal) => ask<UsageDashboard>('GET', usage, undefined, signal);

/** Makes and publishes it, or takes the latest template and keeps the warehouse. */
export const importUsageDashboard = () => ask<UsageDashboard>('POST', usage);

export const changeUsageWarehouse = (warehouse_id: string) => ask<UsageDashboard>('PATCH', usage, { warehouse_id });

export const listWarehouses = async (signal?: AbortSignal) => (await ask<{ warehouses?: Warehouse[] }>('GET', '/api/2.0/sql/warehouses', undefined, signal)).warehouses ?? [];
