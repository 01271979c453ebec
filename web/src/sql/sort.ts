import type { Column } from '../api/statements';
import { mergeSort } from './mergeSort';
import { radixSort } from './radixSort';

type Row = (string | null)[];

export interface Sorting {
  column: number;
  descending: boolean;
}

const numericTypes = new Set(['BYTE', 'SHORT', 'INT', 'LONG', 'FLOAT', 'DOUBLE', 'DECIMAL', 'TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT']);
const nestedTypes = new Set(['MAP', 'STRUCT', 'ARRAY']);

export const isNumeric = (column: Column) => numericTypes.has(column.type_name);
export const isNested = (column: Column) => nestedTypes.has(column.type_name);

const stepsBetweenPauses = 4096;

/**
 * The rows to show, as indexes, in their order: those with the sought text in any value, sorted by a column. Numbers sort as numbers,
 * all else by its text, as the engine does; NULLs come last either way; equal rows keep the result's order.
 */
export function shownRows(rows: Row[], columns: Column[], sought: string, sorting?: Sorting): Uint32Array {
  const work = arrange(rows, columns, sought, sorting);
  for (;;) {
    const step = work.next();
    if (step.done) {
      return step.value;
    }
  }
}

/** The same in small steps, for a page that must not stand still meanwhile: each yields the done share of the work, from 0 to 1. */
export function* arrange(rows: Row[], columns: Column[], sought: string, sorting?: Sorting): Generator<number, Uint32Array> {
  const shareOfSeeking = sorting ? 0.3 : 1;
  const found = sought === '' ? Uint32Array.from(rows.keys()) : yield* seek(rows, sought.toLowerCase(), shareOfSeeking);
  const column = sorting && columns[sorting.column];
  if (!sorting || !column) {
    return found;
  }
  const texts = new Array<string | null>(rows.length);
  // Each number is read once, not once for each comparison.
  const numbers = isNumeric(column) ? new Float64Array(rows.length) : undefined;
  const values = new Uint32Array(found.length);
  const nulls: number[] = [];
  let count = 0;
  for (let at = 0; at < found.length; at++) {
    const row = found[at]!;
    const value = rows[row]![sorting.column] ?? null;
    texts[row] = value;
    if (value === null) {
      nulls.push(row);
    } else {
      values[count++] = row;
      if (numbers) {
        numbers[row] = Number(value);
      }
    }
    if (at % stepsBetweenPauses === 0) {
      yield shareOfSeeking;
    }
  }
  const kept = values.subarray(0, count);
  const work = numbers ? sortNumbers(kept, numbers, texts, sorting.descending) : sortTexts(kept, texts, sorting.descending);
  for (let step = work.next(); ; step = work.next()) {
    if (step.done) {
      const shown = new Uint32Array(found.length);
      shown.set(step.value);
      shown.set(nulls, count);
      return shown;
    }
    yield shareOfSeeking + (1 - shareOfSeeking) * step.value;
  }
}

function* seek(rows: Row[], wanted: string, share: number): Generator<number, Uint32Array> {
  const found = new Uint32Array(rows.length);
  let count = 0;
  for (let at = 0; at < rows.length; at++) {
    if (rows[at]!.some((value) => value !== null && value.toLowerCase().includes(wanted))) {
      found[count++] = at;
    }
    if (at % stepsBetweenPauses === 0) {
      yield (share * at) / rows.length;
    }
  }
  return found.slice(0, count);
}

function sortTexts(rows: Uint32Array, texts: (string | null)[], descending: boolean) {
  const compare = (a: number, b: number) => (texts[a]! < texts[b]! ? -1 : texts[a]! > texts[b]! ? 1 : 0);
  return mergeSort(rows, descending ? (a, b) => compare(b, a) : compare);
}

function* sortNumbers(rows: Uint32Array, numbers: Float64Array, texts: (string | null)[], descending: boolean): Generator<number, Uint32Array> {
  const sorted = yield* radixSort(rows, numbers, descending);
  // Beyond 2^53 different numbers read as the same.
  for (let from = 0, to = 1; from < sorted.length; from = to++) {
    const value = numbers[sorted[from]!]!;
    while (to < sorted.length && numbers[sorted[to]!] === value) {
      to++;
    }
    if (to - from > 1 && Math.abs(value) > Number.MAX_SAFE_INTEGER) {
      sorted.subarray(from, to).sort((a, b) => (descending ? compareWhole(texts[b]!, texts[a]!) : compareWhole(texts[a]!, texts[b]!)));
    }
  }
  return sorted;
}

const whole = /^-?\d+$/;

function compareWhole(left: string, right: string): number {
  if (left === right || !whole.test(left) || !whole.test(right)) {
    return 0;
  }
  const difference = BigInt(left) - BigInt(right);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}
