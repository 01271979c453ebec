import { answerOf, api, type Schemas } from './client';
import type { Column } from './statements';

/** A dashboard as the list has it: without its document and etag. */
export type ListedDashboard = Schemas['ListedDashboardAnswer'];

/** A dashboard with its `.lvdash.json` document, as text. */
export type Dashboard = Schemas['DashboardAnswer'];

/** The published copy; for who may not edit the dashboard its document is without the SQL of its datasets. */
export type PublishedDashboard = Schemas['PublishedDashboardAnswer'];

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

export type WidgetStatement = Schemas['WidgetStatementAnswer'];

export type UsageDashboard = Schemas['UsageDashboardAnswer'];

const ofDashboard = (dashboard_id: string) => ({ params: { path: { dashboard_id } } });

/** All dashboards that one may see, page by page until there is no more. */
export async function listDashboards(signal?: AbortSignal): Promise<ListedDashboard[]> {
  const all: ListedDashboard[] = [];
  let token: string | null = null;
  do {
    const page: Schemas['DashboardsAnswer'] = await answerOf(
      api.GET('/api/2.0/lakeview/dashboards', { params: { query: { page_size: 100, ...(token === null ? {} : { page_token: token }) } }, signal: signal ?? null }),
    );
    all.push(...page.dashboards);
    token = page.next_page_token;
  } while (token !== null);
  return all;
}

export const getDashboard = (id: string, signal?: AbortSignal) => answerOf(api.GET('/api/2.0/lakeview/dashboards/{dashboard_id}', { ...ofDashboard(id), signal: signal ?? null }));

export const getPublished = (id: string, signal?: AbortSignal) => answerOf(api.GET('/api/2.0/lakeview/dashboards/{dashboard_id}/published', { ...ofDashboard(id), signal: signal ?? null }));

export const createDashboard = (display_name: string, serialized_dashboard?: string) =>
  answerOf(api.POST('/api/2.0/lakeview/dashboards', { body: { display_name, ...(serialized_dashboard === undefined ? {} : { serialized_dashboard }) } }));

/** Changes what is named of a draft, if its etag is still the one given. */
export const updateDashboard = (id: string, changes: { etag?: string; display_name?: string; serialized_dashboard?: string; warehouse_id?: string }) =>
  answerOf(api.PATCH('/api/2.0/lakeview/dashboards/{dashboard_id}', { ...ofDashboard(id), body: changes }));

/** Makes the draft what viewers see. */
export const publishDashboard = (id: string, embed_credentials: boolean, warehouse_id: string) =>
  answerOf(api.POST('/api/2.0/lakeview/dashboards/{dashboard_id}/published', { ...ofDashboard(id), body: { embed_credentials, warehouse_id } }));

export const unpublishDashboard = (id: string) => answerOf(api.DELETE('/api/2.0/lakeview/dashboards/{dashboard_id}/published', ofDashboard(id)));

/** Sets the draft's document to the published one, if the draft's etag is still the one given. */
export const revertDashboard = (id: string, etag: string) => answerOf(api.POST('/api/2.0/lakeview/dashboards/{dashboard_id}/revert', { ...ofDashboard(id), body: { etag } }));

export const trashDashboard = (id: string) => answerOf(api.DELETE('/api/2.0/lakeview/dashboards/{dashboard_id}', ofDashboard(id)));

/** `copy` says which of the two: the draft, or the published copy. */
export type Copy = 'draft' | 'published';

const asked = (dashboard_id: string, widget_name: string, request: ResultRequest, signal?: AbortSignal) => ({
  params: { path: { dashboard_id, widget_name } },
  // The document cannot say that a filter has either values or a range.
  body: request as Schemas['ResultRequest'],
  signal: signal ?? null,
});

export async function getResult(id: string, copy: Copy, widget: string, request: ResultRequest, signal?: AbortSignal): Promise<WidgetResult> {
  const options = asked(id, widget, request, signal);
  const answer = await answerOf(
    copy === 'draft'
      ? api.POST('/api/2.0/weir/dashboards/{dashboard_id}/widgets/{widget_name}/result', options)
      : api.POST('/api/2.0/weir/dashboards/{dashboard_id}/published/widgets/{widget_name}/result', options),
  );
  return answer as WidgetResult;
}

export function getStatement(id: string, copy: Copy, widget: string, request: StatementRequest, signal?: AbortSignal): Promise<WidgetStatement> {
  const options = asked(id, widget, request, signal);
  return answerOf(
    copy === 'draft'
      ? api.POST('/api/2.0/weir/dashboards/{dashboard_id}/widgets/{widget_name}/statement', options)
      : api.POST('/api/2.0/weir/dashboards/{dashboard_id}/published/widgets/{widget_name}/statement', options),
  );
}

export const getUsageDashboard = (signal?: AbortSignal) => answerOf(api.GET('/api/2.0/weir/usage-dashboard', { signal: signal ?? null }));

/** Makes and publishes it, or takes the latest template and keeps the warehouse. */
export const importUsageDashboard = () => answerOf(api.POST('/api/2.0/weir/usage-dashboard'));

export const changeUsageWarehouse = (warehouse_id: string) => answerOf(api.PATCH('/api/2.0/weir/usage-dashboard', { body: { warehouse_id } }));
