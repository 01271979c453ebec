import { fieldsOf, nameOf, type Encoding, type Encodings } from '../document/encodings';
import { rulesOf, type CellStyle } from './cellStyle';
import type { Source } from './context';
import { numberFormat, timeFormat } from './format';
import { mainResult } from './series';
import { inferredGranularity, wallTime } from './times';
import { byName, columnAt, isNumericColumn, isTemporalColumn, nullName, numberOf } from './values';

export interface PivotModel {
  kind: 'pivot';
  /** The names of the row fields, which head the first columns. */
  rowFields: string[];
  /** The heads above the values, line by line: how many columns each spans. */
  heads: { text: string; span: number }[][];
  rows: { names: string[]; cells: { text: string; style?: CellStyle }[] }[];
  notes: string[];
}

const mostColumns = 200;
const mostRows = 2_000;

/** Values by rows and columns: each value stands where its row's names and its column's names meet. */
export function pivot(source: Source): PivotModel {
  const { spec, theme, locale } = source;
  const result = mainResult(source);
  const of = (encodings: Encodings | undefined, name: string) => fieldsOf(encodings, name).map((field) => ({ field, at: columnAt(result, field.fieldName) })).filter(({ at }) => at >= 0);
  const rowFields = of(spec.encodings, 'rows');
  const columnFields = of(spec.encodings, 'columns');
  const values = [...of(spec.encodings, 'cell'), ...of(spec.encodings, 'cells'), ...of(spec.encodings, 'values')];
  const namers = new Map([...rowFields, ...columnFields].map(({ field, at }) => [at, namer(source, field, at)]));
  const rowKeys = keysOf(source, rowFields.map(({ at }) => at));
  const columnKeys = keysOf(source, columnFields.map(({ at }) => at));
  const notes = [
    ...(result?.truncated ? [`Only the first ${result.rows.length.toLocaleString(locale)} rows are in it.`] : []),
    ...(columnKeys.length > mostColumns ? [`The first ${mostColumns} of ${columnKeys.length.toLocaleString(locale)} columns are shown.`] : []),
    ...(rowKeys.length > mostRows ? [`The first ${mostRows.toLocaleString(locale)} of ${rowKeys.length.toLocaleString(locale)} rows are shown.`] : []),
  ];
  const [shownRows, shownColumns] = [rowKeys.slice(0, mostRows), columnKeys.slice(0, mostColumns)];
  const found = new Map((result?.rows ?? []).map((row) => [idOf(rowFields.map(({ at }) => row[at]!)) + '\u0001' + idOf(columnFields.map(({ at }) => row[at]!)), row]));
  const writers = values.map(({ field }) => numberFormat(field.format ?? { type: 'number', decimalPlaces: { type: 'max', places: 4 } }, locale));
  const rules = values.map(({ field }) => rulesOf(field, theme));
  const heads = columnFields.map(({ at }, depth) => merged(shownColumns, depth, values.length, (key) => namers.get(at)!(key)));
  if (values.length > 1 || columnFields.length === 0) {
    heads.push(shownColumns.flatMap(() => values.map(({ field }) => ({ text: nameOf(field), span: 1 }))));
  }
  return {
    kind: 'pivot',
    rowFields: rowFields.map(({ field }) => nameOf(field)),
    heads,
    rows: shownRows.map((rowKey) => ({
      names: rowKey.map((key, depth) => namers.get(rowFields[depth]!.at)!(key)),
      cells: shownColumns.flatMap((columnKey) => {
        const row = found.get(idOf(rowKey) + '\u0001' + idOf(columnKey));
        return values.map(({ at }, i) => {
          const value = row?.[at] ?? null;
          const style = row && rules[i]!.find((rule) => rule.holds(value, (name) => row[columnAt(result, name)] ?? null))?.style;
          // No row at all is not the same as a value that is not known.
          const text = row === undefined ? '' : value === null ? nullName : numberOf(value) === null ? value : writers[i]!(value);
          return { text, ...(style ? { style } : {}) };
        });
      }),
    })),
    notes,
  };
}

type Key = (string | null)[];

const idOf = (key: Key) => JSON.stringify(key);

function keysOf(source: Source, columns: number[]): Key[] {
  const result = mainResult(source);
  const keys = new Map((result?.rows ?? []).map((row): [string, Key] => {
    const key = columns.map((at) => row[at]!);
    return [idOf(key), key];
  }));
  return [...keys.values()].sort((a, b) => {
    for (const [depth, at] of columns.entries()) {
      const [x, y] = [a[depth]!, b[depth]!];
      const order = isNumericColumn(result!, at) ? (numberOf(x) ?? Infinity) - (numberOf(y) ?? Infinity) : byName(x, y, source.locale);
      if (order !== 0 && !Number.isNaN(order)) {
        return order;
      }
    }
    return 0;
  });
}

function namer(source: Source, field: Encoding, at: number): (key: string | null) => string {
  const result = mainResult(source)!;
  if (isTemporalColumn(result, at) || field.scale?.type === 'temporal') {
    const times = result.rows.map((row) => wallTime(row[at], source.timeZone)).filter((time) => time !== null);
    const write = timeFormat(inferredGranularity(times) ?? (times.every((time) => time % 86_400_000 === 0) ? 'day' : undefined), source.locale);
    return (key) => {
      const time = wallTime(key, source.timeZone);
      return time === null ? (key ?? nullName) : write(time);
    };
  }
  if (field.format && isNumericColumn(result, at)) {
    const write = numberFormat(field.format, source.locale);
    return (key) => (key === null ? nullName : write(key));
  }
  return (key) => key ?? nullName;
}

// Neighbours with the same names up to this depth have one head.
function merged(keys: Key[], depth: number, width: number, nameOfKey: (key: string | null) => string) {
  const heads: { text: string; span: number; id: string }[] = [];
  for (const key of keys) {
    const id = idOf(key.slice(0, depth + 1));
    const last = heads.at(-1);
    if (last?.id === id) {
      last.span += width;
    } else {
      heads.push({ text: nameOfKey(key[depth]!), span: width, id });
    }
  }
  return heads.map(({ text, span }) => ({ text, span }));
}
