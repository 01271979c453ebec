import type { QueryResult } from '../../api/dashboards';
import type { ChartTheme } from '../../charts/theme';
import type { DashboardDocument, Spec, Widget } from '../document/document';
import type { ChartModel, Model, Source } from './context';
import { compile } from './compile';

// Made up for the tests of the compilers.

export const theme: ChartTheme = { text: '#111111', quiet: '#555555', line: '#cccccc', page: '#ffffff', panel: '#eeeeee', series: ['#000001', '#000002', '#000003', '#000004', '#000005', '#000006', '#000007', '#000008'], font: 'sans-serif' };

type Value = string | number | null;

export const table = (columns: Record<string, string>, rows: Value[][], name = 'main_query'): QueryResult => ({
  name,
  columns: Object.entries(columns).map(([column, type_name]) => ({ name: column, type_name, type_text: type_name })),
  rows: rows.map((row) => row.map((value) => (value === null ? null : String(value)))),
  truncated: false,
});

interface Given {
  encodings: Record<string, unknown>;
  /** Expressions by the names of the fields. */
  fields?: Record<string, string>;
  mark?: Spec['mark'];
  columns?: { displayName: string; expression: string }[];
  timeZone?: string;
}

export function source(widgetType: string, { encodings, fields = {}, mark, columns, timeZone = 'UTC' }: Given, ...results: QueryResult[]): Source {
  const spec: Spec = { widgetType, encodings, ...(mark ? { mark } : {}) };
  const widget: Widget = { name: 'w', spec, queries: [{ name: 'main_query', query: { datasetName: 'd', fields: Object.entries(fields).map(([name, expression]) => ({ name, expression })) } }] };
  const document: DashboardDocument = { datasets: [{ name: 'd', ...(columns ? { columns } : {}) }], pages: [] };
  return { document, widget, spec, theme, timeZone, locale: 'en-US', result: { widget: 'w', queries: results, computed_time: '2026-01-01T00:00:00Z', age_seconds: 0, is_cached: false } };
}

export const compiled = (...parameters: Parameters<typeof source>): Model => compile(source(...parameters));

/** A chart's option as plain data, and what else is known of it. */
export function drawn(...parameters: Parameters<typeof source>) {
  const model = compile(source(...parameters)) as ChartModel;
  return { ...model, option: model.option as Record<string, any>, series: (model.option as { series: { name: string; data: unknown[] }[] }).series };
}
