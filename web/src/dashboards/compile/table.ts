import { expressionOf } from '../document/document';
import { fieldsOf, nameOf, type Encoding } from '../document/encodings';
import { rulesOf, type CellRule, type CellStyle } from './cellStyle';
import type { Source } from './context';
import { formatOfPattern, numberFormat, timeFormat } from './format';
import { mainResult } from './series';
import { granularityOf, wallTime } from './times';
import { columnAt, isNumericColumn, isTemporalColumn, numberOf } from './values';

export interface Cell {
  /** Null is NULL. */
  text: string | null;
  href?: string;
  style?: CellStyle;
}

export interface TableColumn {
  name: string;
  description?: string;
  align: 'left' | 'center' | 'right';
}

export interface TableModel {
  kind: 'table';
  columns: TableColumn[];
  /** The number of rows. */
  count: number;
  notes: string[];
  /** Cells are written when they are shown: there may be thousands. */
  cell: (row: number, column: number) => Cell;
  /** The rows' numbers in the order of a column; NULLs are last. */
  sorted: (column: number, isDescending: boolean) => number[];
}

/** What tables of old documents say of a column. */
interface OldColumn {
  visible?: boolean;
  title?: string;
  description?: string;
  displayAs?: string;
  numberFormat?: string;
  dateTimeFormat?: string;
  alignContent?: string;
  booleanValues?: string[];
  linkUrlTemplate?: string;
  linkTextTemplate?: string;
}

type Column = Encoding & OldColumn;

export function table(source: Source): TableModel {
  const { spec, locale, theme } = source;
  const result = mainResult(source);
  const listed = fieldsOf(spec.encodings, 'columns') as Column[];
  // Without a choice of columns there are all.
  const fields = listed.length > 0 ? listed.filter(({ visible }) => visible !== false) : (result?.columns ?? []).map(({ name }): Column => ({ fieldName: name }));
  const columns = fields.map((field) => ({ field, at: columnAt(result, field.fieldName) })).filter(({ at }) => at >= 0);
  const rows = result?.rows ?? [];
  const writers = columns.map(({ field, at }) => writerOf(source, field, at));
  const rules: CellRule[][] = columns.map(({ field }) => rulesOf(field, theme));
  return {
    kind: 'table',
    columns: columns.map(({ field, at }): TableColumn => ({ name: field.title || nameOf(field), ...(field.description ? { description: field.description } : {}), align: alignOf(field, result !== undefined && isNumericColumn(result, at)) })),
    count: rows.length,
    notes: result?.truncated ? [`Only the first ${rows.length.toLocaleString(locale)} rows are shown.`] : [],
    cell: (rowAt, columnAtModel) => {
      const row = rows[rowAt]!;
      const { field, at } = columns[columnAtModel]!;
      const value = row[at]!;
      const valueOf = (name: string) => row[columnAt(result, name)] ?? null;
      const style = rules[columnAtModel]!.find((rule) => rule.holds(value, valueOf))?.style;
      const href = hrefOf(field, value, valueOf);
      const text = value === null ? null : href !== undefined && field.linkTextTemplate ? filledTemplate(field.linkTextTemplate, value, valueOf) : writers[columnAtModel]!(value);
      return { text, ...(href === undefined ? {} : { href }), ...(style ? { style } : {}) };
    },
    sorted: (columnAtModel, isDescending) => {
      const at = columns[columnAtModel]?.at ?? -1;
      const isNumber = result !== undefined && at >= 0 && isNumericColumn(result, at);
      const sign = isDescending ? -1 : 1;
      return rows.map((_, row) => row).sort((a, b) => {
        const [x, y] = [rows[a]![at] ?? null, rows[b]![at] ?? null];
        return x === null || y === null ? (x === y ? a - b : x === null ? 1 : -1) : sign * (isNumber ? Number(x) - Number(y) : x < y ? -1 : x > y ? 1 : 0) || a - b;
      });
    },
  };
}

function alignOf({ alignContent, displayAs }: Column, isNumber: boolean): TableColumn['align'] {
  return alignContent === 'left' || alignContent === 'center' || alignContent === 'right' ? alignContent : isNumber && displayAs !== 'link' ? 'right' : 'left';
}

function writerOf(source: Source, field: Column, at: number): (value: string) => string {
  const result = mainResult(source)!;
  if (isNumericColumn(result, at) && field.displayAs !== 'string') {
    const write = numberFormat(field.format ?? formatOfPattern(field.numberFormat), source.locale);
    // A number is written from its text: no digit of a large one is lost.
    return (value) => (numberOf(value) === null ? value : write(value));
  }
  if (isTemporalColumn(result, at) || field.displayAs === 'datetime') {
    const granularity = granularityOf(expressionOf(source.document, source.widget, field.fieldName)) ?? (result.columns[at]!.type_name === 'DATE' ? 'day' : undefined);
    const write = field.dateTimeFormat && field.displayAs === 'datetime' ? patternFormat(field.dateTimeFormat) : timeFormat(granularity, source.locale);
    return (value) => {
      const time = wallTime(value, source.timeZone);
      return time === null ? value : write(time);
    };
  }
  const [no, yes] = field.booleanValues ?? [];
  return result.columns[at]!.type_name === 'BOOLEAN' && no !== undefined && yes !== undefined ? (value) => (value === 'true' ? yes : no) : (value) => value;
}

const pad = (value: number, length = 2) => String(value).padStart(length, '0');

const tokens: Record<string, (date: Date) => string> = {
  YYYY: (date) => pad(date.getUTCFullYear(), 4),
  YY: (date) => pad(date.getUTCFullYear() % 100),
  MM: (date) => pad(date.getUTCMonth() + 1),
  DD: (date) => pad(date.getUTCDate()),
  HH: (date) => pad(date.getUTCHours()),
  mm: (date) => pad(date.getUTCMinutes()),
  ss: (date) => pad(date.getUTCSeconds()),
  SSS: (date) => pad(date.getUTCMilliseconds(), 3),
};

/** The patterns of old tables, such as YYYY-MM-DD HH:mm. */
const patternFormat = (pattern: string) => (time: number) => pattern.replace(/YYYY|YY|MM|DD|HH|mm|SSS|ss/g, (token) => tokens[token]!(new Date(time)));

/** Fills in `{{ @ }}`, the own value, and `{{ column }}`. */
const filledTemplate = (template: string, own: string, valueOf: (column: string) => string | null, encode: (text: string) => string = String): string =>
  template.replace(/\{\{\s*(.*?)\s*\}\}/g, (_, name: string) => encode((name === '@' ? own : valueOf(name)) ?? ''));

function hrefOf(field: Column, value: string | null, valueOf: (column: string) => string | null): string | undefined {
  if (value === null || (field.displayAs !== 'link' && field.displayAs !== 'url')) {
    return undefined;
  }
  const template = field.linkUrlTemplate ?? '{{ @ }}';
  const isWhole = /^\{\{\s*[^}]*\s*\}\}$/.test(template.trim());
  return safeLink(filledTemplate(template, value, valueOf, isWhole ? String : encodeURIComponent));
}

/** A link that may be followed: https, or a path of this server. Undefined for all else, above all for scripts. */
export function safeLink(url: string): string | undefined {
  const trimmed = url.trim();
  if (/^\/(?![/\\])/.test(trimmed)) {
    return trimmed;
  }
  try {
    return new URL(trimmed).protocol === 'https:' ? trimmed : undefined;
  } catch {
    return undefined;
  }
}
