import type { Column } from '../../api/statements';
import { isNested, isNumeric } from '../sort';

export const kinds = ['bar', 'line', 'area', 'scatter', 'pie'] as const;
export type Kind = (typeof kinds)[number];

export const aggregations = ['none', 'sum', 'average', 'min', 'max', 'count'] as const;
/** What becomes of the values of rows with the same x. */
export type Aggregation = (typeof aggregations)[number];

/** What a chart of a result shows; columns by their place. */
export interface ChartSettings {
  kind: Kind;
  x: number;
  /** The columns of values; without one, rows are counted. */
  y: number[];
  /** The column whose values make a series each. */
  group?: number;
  aggregation: Aggregation;
}

export type Axis = 'time' | 'number' | 'category';

const timeTypes = new Set(['DATE', 'TIMESTAMP', 'TIMESTAMP_NTZ']);
export const isTime = (column: Column) => timeTypes.has(column.type_name);

/** How the values of a column lie on an axis. Bars and slices stand side by side, whatever they are of. */
export const axisOf = (column: Column, kind: Kind): Axis => (kind === 'bar' || kind === 'pie' ? 'category' : isTime(column) ? 'time' : isNumeric(column) ? 'number' : 'category');

export const defaultAggregation = (kind: Kind): Aggregation => (kind === 'scatter' ? 'none' : 'sum');

/** The chart that the types of a result suggest: values over a time, values of names, or one number against another; undefined where nothing can lie on an axis. */
export function defaultSettings(columns: Column[]): ChartSettings | undefined {
  const places = columns.map((_, at) => at);
  const numbers = places.filter((at) => isNumeric(columns[at]!));
  const time = places.find((at) => isTime(columns[at]!));
  const names = places.filter((at) => !isNumeric(columns[at]!) && !isTime(columns[at]!) && !isNested(columns[at]!));
  const x = time ?? names[0] ?? numbers[0];
  if (x === undefined) {
    return undefined;
  }
  const y = numbers.filter((at) => at !== x).slice(0, 1);
  const kind = x === time ? 'line' : x === names[0] || y.length === 0 ? 'bar' : 'scatter';
  const group = x === time ? names[0] : undefined;
  return { kind, x, y, ...(group === undefined ? {} : { group }), aggregation: defaultAggregation(kind) };
}

/** The settings with another kind of chart, and the aggregation that suits it unless one was chosen that does. */
export function withKind(settings: ChartSettings, kind: Kind): ChartSettings {
  const aggregation = kind === 'scatter' || settings.aggregation === 'none' ? defaultAggregation(kind) : settings.aggregation;
  return { ...settings, kind, aggregation };
}
