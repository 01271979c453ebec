import type { QueryResult } from '../../api/dashboards';

/** A value's number; null for NULL and for what is none. */
export function numberOf(text: string | null | undefined): number | null {
  if (text === null || text === undefined || text.trim() === '') {
    return null;
  }
  const value = Number(text);
  return Number.isFinite(value) ? value : null;
}

/** Where a field's column stands; -1 when the result has none. Names are compared as the engine does: without regard to case. */
export function columnAt(result: QueryResult | undefined, fieldName: string | undefined): number {
  if (!result || fieldName === undefined) {
    return -1;
  }
  const exact = result.columns.findIndex((column) => column.name === fieldName);
  return exact >= 0 ? exact : result.columns.findIndex((column) => column.name.toLowerCase() === fieldName.toLowerCase());
}

const numericTypes = new Set(['BYTE', 'SHORT', 'INT', 'LONG', 'FLOAT', 'DOUBLE', 'DECIMAL', 'TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT']);
const temporalTypes = new Set(['DATE', 'TIMESTAMP', 'TIMESTAMP_NTZ']);

export const isNumericColumn = (result: QueryResult, at: number): boolean => numericTypes.has(result.columns[at]?.type_name ?? '');
export const isTemporalColumn = (result: QueryResult, at: number): boolean => temporalTypes.has(result.columns[at]?.type_name ?? '');

const collators = new Map<string, Intl.Collator>();

/** Names in the order people expect: "v2" before "v10". NULL comes last. */
export function byName(a: string | null, b: string | null, locale?: string): number {
  const key = locale ?? '';
  const collator = collators.get(key) ?? new Intl.Collator(locale, { numeric: true });
  collators.set(key, collator);
  return a === null ? (b === null ? 0 : 1) : b === null ? -1 : collator.compare(a, b);
}

/** How NULL is written where a value must have a name. */
export const nullName = 'NULL';
