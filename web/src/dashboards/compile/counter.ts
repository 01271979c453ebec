import { expressionOf } from '../document/document';
import { encoding, nameOf, type Encoding, type Encodings } from '../document/encodings';
import type { QueryResult } from '../../api/dashboards';
import type { Source } from './context';
import { numberFormat } from './format';
import { isCount, mainResult } from './series';
import { filled, granularityOf, inferredGranularity, wallTime } from './times';
import { columnAt, isNumericColumn, nullName, numberOf } from './values';

export interface CounterModel {
  kind: 'counter';
  /** As it is shown, and with all its digits. */
  value: string;
  full: string;
  comparison?: Comparison;
  /** The course of the value, oldest first; null is a gap. */
  sparkline?: (number | null)[];
  description: string;
}

export interface Comparison {
  /** The difference in percent of what is compared with, with its sign. */
  text: string;
  direction: 'up' | 'down' | 'same';
  /** Undefined where the document does not say which direction is the good one. */
  isGood?: boolean;
  /** What it is compared with. */
  against: string;
}

/** A counter's target may say which direction is good, `"goodDirection": "up" | "down"`, and which of the widget's queries it is in, `queryName`: members of our own. */
type Target = Encoding & { goodDirection?: string; queryName?: string };

/**
 * One number. It is compared with `target`; with a `period` field the rows are a time series: the last is the value, the one before is compared with,
 * and all are the sparkline. `sparkline: {queryName?, x: {fieldName}, y: {fieldName}}`, of our own too, takes the course from another query of the widget.
 */
export function counter(source: Source): CounterModel {
  const { spec, locale } = source;
  const value = encoding(spec.encodings, 'value');
  const target = encoding(spec.encodings, 'target') as Target | undefined;
  const period = encoding(spec.encodings, 'period');
  const result = mainResult(source);
  const valueAt = columnAt(result, value?.fieldName);
  const course = period && value ? courseOf(source, result, period, value) : undefined;
  const text = (course ? course.last : result?.rows[0]?.[valueAt]) ?? null;
  const isNumber = result !== undefined && valueAt >= 0 && (isNumericColumn(result, valueAt) || numberOf(text) !== null);
  const shortFormat = numberFormat(value?.format ?? { type: 'number', decimalPlaces: { type: 'max', places: 2 } }, locale);
  const fullFormat = numberFormat(value?.format ? { ...value.format, abbreviation: 'none', decimalPlaces: { type: 'max', places: 6 } } : undefined, locale);
  const write = (one: string | null) => (one === null ? nullName : isNumber ? shortFormat(one) : one);
  const shown = write(text);
  const compared = source.result.queries.find(({ name }) => name === target?.queryName) ?? result;
  const against = target ? (compared?.rows[0]?.[columnAt(compared, target.fieldName)] ?? null) : (course?.previous ?? null);
  const name = target ? target.displayName || nameOf(target) : 'the one before';
  const comparison = target || course ? compare(numberOf(text), numberOf(against), write(against), name, target?.goodDirection, locale) : undefined;
  const sparkline = sparklineOf(source) ?? course?.values;
  return {
    kind: 'counter',
    value: text === null ? '–' : shown,
    full: text === null ? 'No value' : isNumber ? fullFormat(text) : text,
    ...(comparison ? { comparison } : {}),
    ...(sparkline && sparkline.length > 1 ? { sparkline } : {}),
    description: `${value ? nameOf(value) : 'Value'}: ${text === null ? 'no value' : shown}${comparison ? `, ${comparison.text} ${comparison.against}` : ''}`,
  };
}

function compare(value: number | null, other: number | null, written: string, name: string, goodDirection: string | undefined, locale: string | undefined): Comparison | undefined {
  if (value === null || other === null) {
    return undefined;
  }
  const against = `against ${written} (${name})`;
  const direction = value > other ? 'up' : value < other ? 'down' : 'same';
  const isGood = direction === 'same' || (goodDirection !== 'up' && goodDirection !== 'down') ? undefined : direction === goodDirection;
  const share = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1, signDisplay: 'exceptZero' });
  // Of nothing there is no percentage.
  const text = other === 0 ? (value === 0 ? share.format(0) : 'new') : share.format((value - other) / Math.abs(other));
  return { text, direction, ...(isGood === undefined ? {} : { isGood }), against };
}

interface Course {
  values: (number | null)[];
  last: string | null;
  previous: string | null;
}

function courseOf(source: Source, result: QueryResult | undefined, x: Encoding, y: Encoding, queryName?: string): Course | undefined {
  const [xAt, yAt] = [columnAt(result, x.fieldName), columnAt(result, y.fieldName)];
  if (!result || xAt < 0 || yAt < 0) {
    return undefined;
  }
  const texts = new Map(result.rows.flatMap((row): [number, string | null][] => {
    const time = wallTime(row[xAt], source.timeZone) ?? numberOf(row[xAt]);
    return time === null ? [] : [[time, row[yAt]!]];
  }));
  const known = [...texts.keys()].sort((a, b) => a - b);
  const granularity = granularityOf(expressionOf(source.document, source.widget, x.fieldName, queryName)) ?? inferredGranularity(known);
  const missing = isCount(source, y) ? '0' : null;
  const course = (granularity ? filled(known, granularity) : known).map((time) => (texts.has(time) ? texts.get(time)! : missing));
  return { values: course.map(numberOf), last: course.at(-1) ?? null, previous: course.at(-2) ?? null };
}

function sparklineOf(source: Source): (number | null)[] | undefined {
  const sparkline = source.spec.encodings?.['sparkline'] as (Encodings & { queryName?: string }) | undefined;
  const [x, y] = [encoding(sparkline, 'x'), encoding(sparkline, 'y')];
  const result = source.result.queries.find((query) => query.name === sparkline?.queryName) ?? mainResult(source);
  return x && y ? courseOf(source, result, x, y, sparkline?.queryName)?.values : undefined;
}
