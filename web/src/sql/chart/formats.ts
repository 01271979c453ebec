import type { ChartData, X } from './series';

/** How values are written: numbers by the locale, times in the person's zone too. */
export interface Formats {
  number(value: number): string;
  /** A number of an axis, short. */
  tick(value: number): string;
  x(value: X): string;
  /** A time of an axis: only as much of it as the whole axis needs. */
  timeTick(value: number): string;
}

const day = 86_400_000;

/** The formats of a chart's values. Dates without a time have no zone, and stay what they are. */
export function formatsOf({ times, series }: ChartData, zone: 'utc' | 'local', locale?: string): Formats {
  const timeZone = zone === 'utc' || times === 'dates' ? { timeZone: 'UTC' } : {};
  const full = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', ...(times === 'dates' ? {} : { timeStyle: 'medium' }), ...timeZone });
  const values = series.flatMap(({ points }) => (times ? [points[0]?.[0], points.at(-1)?.[0]] : [])).filter((x) => typeof x === 'number');
  const span = values.length === 0 ? 0 : Math.max(...values) - Math.min(...values);
  const short = new Intl.DateTimeFormat(locale, { ...tickParts(span, times === 'dates'), ...timeZone });
  const number = new Intl.NumberFormat(locale, { maximumSignificantDigits: 12 });
  const compact = new Intl.NumberFormat(locale, { notation: 'compact', maximumSignificantDigits: 4 });
  return {
    number: (value) => number.format(value),
    tick: (value) => compact.format(value),
    x: (value) => (typeof value === 'string' ? value : times ? full.format(value) + (zone === 'utc' && times === 'times' ? ' UTC' : '') : number.format(value)),
    timeTick: (value) => short.format(value),
  };
}

function tickParts(span: number, isDate: boolean): Intl.DateTimeFormatOptions {
  if (span > 3 * 365 * day) {
    return { year: 'numeric', month: 'short' };
  }
  if (isDate || span > 8 * day) {
    return { day: 'numeric', month: 'short' };
  }
  if (span > day) {
    return { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' };
  }
  return span > 600_000 ? { hour: '2-digit', minute: '2-digit' } : { hour: '2-digit', minute: '2-digit', second: '2-digit' };
}
