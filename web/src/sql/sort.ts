import type { Column } from '../api/statements';

type Row = (string | null)[];

export interface Sorting {
  column: number;
  descending: boolean;
}

const numericTypes = new Set(['BYTE', 'SHORT', 'INT', 'LONG', 'FLOAT', 'DOUBLE', 'DECIMAL', 'TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT']);
const nestedTypes = new Set(['MAP', 'STRUCT', 'ARRAY']);

export const isNumeric = (column: Column) => numericTypes.has(column.type_name);
export const isNested = (column: Column) => nestedTypes.has(column.type_name);

/**
 * The rows to show, as indexes, in their order: those with the sought text in any value, sorted by a column. Numbers sort as numbers,
 * all else by its text, as the engine does; NULLs come last either way; equal rows keep the result's order.
 */
export function shownRows(rows: Row[], columns: Column[], sought: string, sorting?: Sorting): number[] {
  const wanted = sought.toLowerCase();
  const shown: number[] = [];
  for (let at = 0; at < rows.length; at++) {
    if (wanted === '' || rows[at]!.some((value) => value !== null && value.toLowerCase().includes(wanted))) {
      shown.push(at);
    }
  }
  const column = sorting && columns[sorting.column];
  if (!sorting || !column) {
    return shown;
  }
  const valueOf = (row: number) => rows[row]![sorting.column] ?? null;
  // Each number is read once, not once for each comparison.
  const numbers = isNumeric(column) ? Float64Array.from(rows, (_, row) => Number(valueOf(row))) : undefined;
  const direction = sorting.descending ? -1 : 1;
  return shown.sort((a, b) => {
    const left = valueOf(a);
    const right = valueOf(b);
    if (left === null || right === null) {
      return left === right ? 0 : left === null ? 1 : -1;
    }
    return direction * (numbers ? compareNumbers(left, numbers[a]!, right, numbers[b]!) : compareTexts(left, right));
  });
}

const compareTexts = (left: string, right: string) => (left < right ? -1 : left > right ? 1 : 0);

const whole = /^-?\d+$/;

function compareNumbers(leftText: string, left: number, rightText: string, right: number): number {
  if (Number.isNaN(left) || Number.isNaN(right)) {
    // NaN is the largest number, as in the engine.
    return Number(Number.isNaN(left)) - Number(Number.isNaN(right));
  }
  if (left !== right) {
    return left < right ? -1 : 1;
  }
  if (leftText !== rightText && whole.test(leftText) && whole.test(rightText)) {
    // Beyond 2^53 different numbers read as the same.
    const difference = BigInt(leftText) - BigInt(rightText);
    return difference < 0n ? -1 : difference > 0n ? 1 : 0;
  }
  return 0;
}
