import type { Column, Result } from '../../api/statements';
import { cutPoints, cutSlices } from './cut';
import { axisOf, isTime, type Aggregation, type Axis, type ChartSettings } from './settings';

/** A value of the x axis: milliseconds since 1970 of a time, a number, or a name. */
export type X = number | string;

export interface Series {
  name: string;
  points: [X, number | null][];
}

/** What is drawn, and what has to be said of it. */
export interface ChartData {
  axis: Axis;
  /** Whether values of x are times, on whichever axis, and whether those are dates without a time. */
  times: 'times' | 'dates' | undefined;
  /** The places of a category axis in their order; empty for the others. */
  categories: X[];
  series: Series[];
  notes: string[];
}

export const mostSeries = 12;

const noValue = 'NULL';

/** The points of a chart of a result. */
export function chartData(result: Pick<Result, 'columns' | 'rows'>, settings: ChartSettings): ChartData {
  const { columns, rows } = result;
  const xColumn = columns[settings.x]!;
  const axis = axisOf(xColumn, settings.kind);
  const readX = readerOf(xColumn, axis);
  const counts = settings.y.length === 0;
  const aggregation: Aggregation = counts ? 'count' : settings.kind !== 'scatter' && settings.aggregation === 'none' && axis === 'category' ? 'sum' : settings.aggregation;
  const valueColumns = counts ? [-1] : settings.kind === 'pie' ? settings.y.slice(0, 1) : settings.y;
  const group = settings.kind === 'pie' ? undefined : settings.group;
  const notes: string[] = [];

  const found = new Map<string, Gathered>();
  const categories = new Map<X, true>();
  let withoutX = 0;
  let omitted = 0;
  for (const row of rows) {
    const x = readX(row[settings.x] ?? null);
    if (x === undefined) {
      withoutX++;
      continue;
    }
    for (const column of valueColumns) {
      const name = nameOf(columns, column, group === undefined ? undefined : (row[group] ?? noValue), valueColumns.length);
      let gathered = found.get(name);
      if (!gathered) {
        if (found.size === mostSeries) {
          omitted++;
          continue;
        }
        found.set(name, (gathered = { byX: new Map(), points: [] }));
      }
      const value = column < 0 ? 1 : numberOf(row[column] ?? null);
      if (aggregation === 'none') {
        gathered.points.push([x, value ?? null]);
      } else {
        add(gathered.byX, x, value);
      }
      if (axis === 'category') {
        categories.set(x, true);
      }
    }
  }

  const ordered = inOrder([...categories.keys()]);
  let series: Series[] = [...found].map(([name, { byX, points }]) => ({
    name,
    points: aggregation === 'none' ? (settings.kind === 'scatter' ? points : points.sort(byTheirX)) : pointsOf(byX, axis, ordered, aggregation),
  }));
  if (aggregation !== 'none') {
    notes.push(...noteOfAggregation(aggregation, rows.length - withoutX, found, counts, xColumn.name));
  }
  if (withoutX > 0) {
    notes.push(`${rowsText(withoutX)} without a value of ${xColumn.name} ${withoutX === 1 ? 'is' : 'are'} left out.`);
  }
  if (omitted > 0) {
    notes.push(`Only the first ${mostSeries} series are drawn: ${omitted.toLocaleString()} ${omitted === 1 ? 'value is' : 'values are'} left out.`);
  }
  const cut = settings.kind === 'pie' ? cutSlices(series, ordered, aggregation, notes) : cutPoints(series, ordered, axis, notes);
  series = cut.series;
  return { axis, times: isTime(xColumn) ? (xColumn.type_name === 'DATE' ? 'dates' : 'times') : undefined, categories: axis === 'category' ? cut.categories : [], series, notes };
}

interface Sum {
  sum: number;
  count: number;
  min: number;
  max: number;
}

interface Gathered {
  byX: Map<X, Sum>;
  points: Series['points'];
}

function add(sums: Map<X, Sum>, x: X, value: number | undefined): void {
  let sum = sums.get(x);
  if (!sum) {
    sums.set(x, (sum = { sum: 0, count: 0, min: Infinity, max: -Infinity }));
  }
  // As in the engine, a NULL is part of no sum and of no count.
  if (value !== undefined) {
    sum.sum += value;
    sum.count++;
    sum.min = Math.min(sum.min, value);
    sum.max = Math.max(sum.max, value);
  }
}

function valueOf(sum: Sum | undefined, aggregation: Aggregation): number | null {
  if (aggregation === 'count') {
    return sum?.count ?? null;
  }
  if (!sum || sum.count === 0) {
    return null;
  }
  return aggregation === 'average' ? sum.sum / sum.count : aggregation === 'min' ? sum.min : aggregation === 'max' ? sum.max : sum.sum;
}

const pointsOf = (sums: Map<X, Sum>, axis: Axis, categories: X[], aggregation: Aggregation): Series['points'] =>
  (axis === 'category' ? categories : inOrder([...sums.keys()])).map((x) => [x, valueOf(sums.get(x), aggregation)]);

/** Reads values of a column for an axis; undefined where a value has no place on it. */
function readerOf(column: Column, axis: Axis): (text: string | null) => X | undefined {
  if (isTime(column)) {
    return (text) => (text === null ? undefined : timeOf(text));
  }
  return axis === 'number' ? (text) => numberOf(text) : (text) => text ?? noValue;
}

/** A time of the engine as milliseconds since 1970; one without a zone is UTC. */
export function timeOf(text: string): number | undefined {
  const iso = text.trim().replace(' ', 'T');
  const time = Date.parse(/^\d{4,}-\d\d-\d\d$/.test(iso) || /(?:Z|[+-]\d\d:?\d\d)$/i.test(iso) ? iso : iso + 'Z');
  return Number.isNaN(time) ? undefined : time;
}

function numberOf(text: string | null): number | undefined {
  const number = text === null || text === '' ? NaN : Number(text);
  return Number.isFinite(number) ? number : undefined;
}

function nameOf(columns: Column[], column: number, group: string | undefined, valueColumns: number): string {
  const own = column < 0 ? 'rows' : columns[column]!.name;
  return group === undefined ? own : valueColumns > 1 ? `${group}: ${own}` : group;
}

/** Times and numbers ascend; names stay in the order of the result, which ORDER BY gave them. */
const inOrder = (values: X[]): X[] => (values.every((value) => typeof value === 'number') ? values.sort((a, b) => a - b) : values);

const byTheirX = (a: [X, unknown], b: [X, unknown]) => (typeof a[0] === 'number' && typeof b[0] === 'number' ? a[0] - b[0] : 0);

function noteOfAggregation(aggregation: Aggregation, rows: number, found: Map<string, Gathered>, counts: boolean, x: string): string[] {
  if (counts) {
    return [`No column of numbers is chosen: the rows of each ${x} are counted.`];
  }
  // A row each needs no word on what would be done with several.
  const isPlain = aggregation !== 'count' && [...found.values()].every(({ byX }) => [...byX.values()].every(({ count }) => count <= 1));
  const names: Record<Aggregation, string> = { none: '', sum: 'sum', average: 'average', min: 'least value', max: 'greatest value', count: 'number of values' };
  return isPlain ? [] : [`${rowsText(rows)}: shown is the ${names[aggregation]} for each ${x}.`];
}

const rowsText = (count: number) => `${count.toLocaleString()} ${count === 1 ? 'row' : 'rows'}`;
