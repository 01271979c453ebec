import type { QueryResult } from '../../api/dashboards';
import { expressionOf } from '../document/document';
import { nameOf, type Encoding, type Scale } from '../document/encodings';
import type { Point, Source } from './context';
import { timeFormat } from './format';
import { colourOf, mostSeries, otherName } from './palette';
import { filled, granularityOf, inferredGranularity, wallText, wallTime, type Granularity } from './times';
import { byName, columnAt, isTemporalColumn, nullName, numberOf } from './values';

/** A line, a stack's layer, a group's bars: its values stand at the places of the axis. */
export interface Series {
  name: string;
  /** The field whose values are drawn. */
  field: Encoding;
  colour: string;
  /** The value of the colour's field; undefined when the series is of no single one. */
  key?: string | null;
  values: (number | null)[];
}

export interface ChartData {
  /** The places of the axis, as the result's texts. */
  keys: (string | null)[];
  /** Their names in full, and short for the axis. */
  labels: string[];
  ticks: string[];
  /** The wall clock's times of the places, when they are no regular buckets: a line then runs on a scale of time. */
  times?: number[];
  isTemporal: boolean;
  series: Series[];
  notes: string[];
  pointAt: (series: number, place: number) => Point | undefined;
}

export interface Fields {
  /** The field of the places; the axis is called x or y, which sortings name. */
  place: Encoding | undefined;
  placeAxis: 'x' | 'y';
  values: Encoding[];
  colour: Encoding | undefined;
  /** How many places are drawn at most. */
  mostPlaces?: number;
}

const mostPlacesByDefault = 200;

/** The result that a chart is drawn from: the main query's. */
export const mainResult = ({ result }: Pick<Source, 'result'>): QueryResult | undefined => result.queries.find((query) => query.name === 'main_query') ?? result.queries[0];

/** Whether values of a field add up, so that what is missing is nothing: counts and sums do, averages and ratios do not. */
export function isAdditive(source: Pick<Source, 'document' | 'widget'>, field: Encoding): boolean {
  const expression = expressionOf(source.document, source.widget, field.fieldName);
  return /^\s*(?:SUM|COUNT|COUNT_IF)\s*\((?:[^()]|\([^()]*\))*\)\s*$/i.test(expression) && !/^\s*COUNT\s*\(\s*DISTINCT/i.test(expression);
}

/** Whether no row means zero. Distinct users of several groups are no sum, but a day without a row has none of them. */
export const isCount = (source: Pick<Source, 'document' | 'widget'>, field: Encoding) => isAdditive(source, field) || /^\s*COUNT\s*\(\s*DISTINCT\b[^)]*\)\s*$/i.test(expressionOf(source.document, source.widget, field.fieldName));

/** Brings rows into places and series: buckets of time without a hole, sorted, the rarest series put together. */
export function chartData(source: Source, fields: Fields): ChartData {
  const result = mainResult(source);
  const notes: string[] = [];
  const placeAt = columnAt(result, fields.place?.fieldName);
  const colourAt = columnAt(result, fields.colour?.fieldName);
  const columns = fields.values.map((field) => ({ field, at: columnAt(result, field.fieldName) })).filter(({ at }) => at >= 0);
  const rows = result?.rows ?? [];
  const isTemporal = result !== undefined && placeAt >= 0 && (fields.place?.scale?.type === 'temporal' || isTemporalColumn(result, placeAt));
  if (result?.truncated) {
    notes.push(`Only the first ${rows.length.toLocaleString(source.locale)} rows are drawn.`);
  }

  const expression = fields.place ? expressionOf(source.document, source.widget, fields.place.fieldName) : '';
  const places = isTemporal ? timePlaces(source, rows, placeAt, expression, result.columns[placeAt]!.type_name === 'DATE') : namedPlaces(source, rows, placeAt, fields, columns[0]?.at ?? -1, notes);
  const kept = keptColours(source, rows, colourAt, columns.map(({ at }) => at), fields.colour?.scale, columns.every(({ field }) => isAdditive(source, field)), notes);

  const series: Series[] = [];
  const byId = new Map<string, Series>();
  for (const { field } of columns) {
    for (const key of colourAt < 0 ? [undefined] : kept.keys) {
      const keyName = key === undefined ? undefined : (key ?? nullName);
      const name = keyName === undefined ? nameOf(field) : columns.length > 1 ? `${nameOf(field)}, ${keyName}` : keyName;
      const missing = isTemporal && places.isFilled && isCount(source, field) ? 0 : null;
      const one: Series = { name, field, colour: '', ...(key === undefined ? {} : { key }), values: new Array<number | null>(places.keys.length).fill(missing) };
      series.push(one);
      byId.set(idOf(field, key), one);
    }
    if (kept.hasOther) {
      const one: Series = { name: columns.length > 1 ? `${nameOf(field)}, ${otherName}` : otherName, field, colour: '', values: new Array<number | null>(places.keys.length).fill(isTemporal && places.isFilled ? 0 : null) };
      series.push(one);
      byId.set(idOf(field, otherKey), one);
    }
  }
  put(source, rows, placeAt, colourAt, columns, places, kept, byId, notes);
  paint(source, series, fields.colour?.scale);
  return {
    keys: places.keys,
    labels: places.labels,
    ticks: places.ticks,
    ...(places.times === undefined ? {} : { times: places.times }),
    isTemporal,
    series,
    notes,
    pointAt: (at, place) => {
      const point: Point = {};
      if (fields.place && placeAt >= 0 && place >= 0 && place < places.keys.length) {
        point[fields.place.fieldName] = places.keys[place]!;
      }
      const one = series[at];
      if (one && fields.colour && colourAt >= 0) {
        if (one.key === undefined) {
          return undefined;
        }
        point[fields.colour.fieldName] = one.key;
      }
      return Object.keys(point).length === 0 ? undefined : point;
    },
  };
}

type Row = (string | null)[];

const otherKey = Symbol('other');
const idOf = (field: Encoding, key: string | null | undefined | symbol) => `${field.fieldName}\u0000${key === otherKey ? 'o' : key === undefined ? 'u' : key === null ? 'n' : 't' + String(key)}`;

interface Places {
  keys: (string | null)[];
  labels: string[];
  ticks: string[];
  times?: number[];
  /** Where a row's text belongs. */
  indexOf: (text: string | null) => number | undefined;
  isFilled: boolean;
}

function timePlaces(source: Source, rows: Row[], at: number, expression: string, isDate: boolean): Places {
  const texts = new Map<number, string>();
  const timeOf = new Map<string | null, number | null>();
  for (const row of rows) {
    const text = row[at]!;
    if (!timeOf.has(text)) {
      const time = wallTime(text, source.timeZone);
      timeOf.set(text, time);
      if (time !== null) {
        texts.set(time, text);
      }
    }
  }
  const times = [...texts.keys()];
  const granularity: Granularity | undefined = granularityOf(expression) ?? inferredGranularity(times);
  const all = granularity ? filled(times, granularity) : times.sort((a, b) => a - b);
  const index = new Map(all.map((time, place) => [time, place]));
  const write = timeFormat(granularity ?? (isDate ? 'day' : undefined), source.locale);
  const writeShort = timeFormat(granularity ?? (isDate ? 'day' : undefined), source.locale, true);
  return {
    keys: all.map((time) => texts.get(time) ?? (isDate ? wallText(time).slice(0, 10) : wallText(time))),
    labels: all.map(write),
    ticks: all.map(writeShort),
    ...(granularity === undefined ? { times: all } : {}),
    indexOf: (text) => {
      const time = timeOf.get(text) ?? null;
      return time === null ? undefined : index.get(time);
    },
    isFilled: granularity !== undefined,
  };
}

function namedPlaces(source: Source, rows: Row[], at: number, fields: Fields, valueAt: number, notes: string[]): Places {
  if (at < 0) {
    return { keys: [null], labels: [''], ticks: [''], indexOf: () => 0, isFilled: false };
  }
  const totals = new Map<string | null, number>();
  for (const row of rows) {
    totals.set(row[at]!, (totals.get(row[at]!) ?? 0) + (numberOf(row[valueAt]) ?? 0));
  }
  let keys = [...totals.keys()];
  const sort = fields.place?.scale?.sort;
  const by = sort?.by ?? '';
  const listed = sort?.orderedList?.map((one) => (typeof one === 'string' ? one : one.value));
  const direction = by.endsWith('-reversed') || by.endsWith('-descending') ? -1 : 1;
  if (listed) {
    const place = new Map(listed.map((one, i) => [one as string | null, i]));
    keys.sort((a, b) => (place.get(a) ?? listed.length) - (place.get(b) ?? listed.length) || byName(a, b, source.locale));
  } else if (by !== '' && !by.startsWith(fields.placeAxis) && !by.startsWith('alphabetical') && !by.startsWith('natural')) {
    keys.sort((a, b) => direction * (totals.get(a)! - totals.get(b)!) || byName(a, b, source.locale));
  } else {
    keys.sort((a, b) => direction * byName(a, b, source.locale));
  }
  const most = fields.mostPlaces ?? mostPlacesByDefault;
  if (keys.length > most) {
    notes.push(`The first ${most} of ${keys.length.toLocaleString(source.locale)} values of ${nameOf(fields.place!)} are drawn; the table has all.`);
    keys = keys.slice(0, most);
  }
  const index = new Map(keys.map((key, place) => [key, place]));
  const labels = keys.map((key) => key ?? nullName);
  return { keys, labels, ticks: labels, indexOf: (text) => index.get(text), isFilled: false };
}

interface Kept {
  keys: (string | null)[];
  has: Set<string | null>;
  hasOther: boolean;
}

// The colours' values that have a series of their own. The rest is put together where values add up, and left out where they do not.
function keptColours(source: Source, rows: Row[], at: number, valuesAt: number[], scale: Scale | undefined, areAdditive: boolean, notes: string[]): Kept {
  const weights = new Map<string | null, number>();
  if (at >= 0) {
    for (const row of rows) {
      weights.set(row[at]!, (weights.get(row[at]!) ?? 0) + valuesAt.reduce((sum, one) => sum + Math.abs(numberOf(row[one]) ?? 0), 0));
    }
  }
  let keys = [...weights.keys()];
  const isTooMany = keys.length > mostSeries;
  if (isTooMany) {
    const most = areAdditive ? mostSeries - 1 : mostSeries;
    const left = keys.length - most;
    keys = keys.sort((a, b) => weights.get(b)! - weights.get(a)! || byName(a, b, source.locale)).slice(0, most);
    notes.push(areAdditive ? `“${otherName}” is ${left.toLocaleString(source.locale)} values together.` : `The ${most} largest series are drawn; ${left.toLocaleString(source.locale)} more are in the table.`);
  }
  const listed = scale?.sort?.orderedList?.map((one) => (typeof one === 'string' ? one : one.value));
  const place = new Map(listed?.map((one, i) => [one as string | null, i]));
  keys.sort((a, b) => (place.get(a) ?? place.size) - (place.get(b) ?? place.size) || byName(a, b, source.locale));
  return { keys, has: new Set(keys), hasOther: isTooMany && areAdditive };
}

function put(source: Source, rows: Row[], placeAt: number, colourAt: number, columns: { field: Encoding; at: number }[], places: Places, kept: Kept, byId: Map<string, Series>, notes: string[]) {
  const seen = new Set<string>();
  let without = 0;
  let doubled = 0;
  for (const row of rows) {
    const place = placeAt < 0 ? 0 : places.indexOf(row[placeAt]!);
    if (place === undefined) {
      without += placeAt >= 0 && row[placeAt] === null ? 1 : 0;
      continue;
    }
    const key = colourAt < 0 ? undefined : row[colourAt]!;
    const isKept = colourAt < 0 || kept.has.has(key!);
    for (const { field, at } of columns) {
      const id = idOf(field, isKept ? key : otherKey);
      const series = byId.get(id);
      const value = numberOf(row[at]);
      if (!series || value === null) {
        if (series && isKept && !seen.has(id + place)) {
          // A row is there and its value is not known: that is no zero.
          series.values[place] = null;
        }
        continue;
      }
      const cell = id + '\u0000' + place;
      if (seen.has(cell)) {
        if (isKept && !isAdditive(source, field) && expressionOf(source.document, source.widget, field.fieldName).includes('(')) {
          doubled++;
          continue;
        }
        series.values[place] = (series.values[place] ?? 0) + value;
      } else {
        series.values[place] = value;
        seen.add(cell);
      }
    }
  }
  if (without > 0) {
    notes.push(`${without.toLocaleString(source.locale)} ${without === 1 ? 'row has' : 'rows have'} no time and ${without === 1 ? 'is' : 'are'} left out.`);
  }
  if (doubled > 0) {
    notes.push(`Several rows have one place, and cannot be added: the first is drawn. The table has all.`);
  }
}

function paint({ theme }: Source, series: Series[], scale: Scale | undefined) {
  const mapped = new Map((scale?.mappings ?? []).map(({ value, color }) => [value ?? null, colourOf(color, theme)]));
  series.forEach((one, at) => {
    const isOther = one.key === undefined && series.some(({ key }) => key !== undefined);
    const own = theme.series[at % theme.series.length] ?? theme.text;
    one.colour = (one.key !== undefined && mapped.get(one.key)) || (isOther ? theme.quiet : own);
  });
}
