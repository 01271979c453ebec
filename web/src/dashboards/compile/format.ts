import type { Format } from '../document/encodings';
import type { Granularity } from './times';

export type WriteNumber = (value: number | string) => string;

/**
 * How a number is written. Percent multiplies by a hundred; currency without a code is US dollars, which the price list is in.
 * A number given as text keeps all its digits.
 */
export function numberFormat(format: Format | undefined, locale?: string): WriteNumber {
  const options: Intl.NumberFormatOptions = {};
  switch (format?.type) {
    case 'number-percent':
      options.style = 'percent';
      options.maximumFractionDigits = 2;
      break;
    case 'number-currency':
      options.style = 'currency';
      options.currency = isCurrency(format.currencyCode) ? format.currencyCode : 'USD';
      options.currencyDisplay = 'narrowSymbol';
      break;
    default:
      options.maximumFractionDigits = 6;
  }
  if (format?.abbreviation === 'compact') {
    options.notation = 'compact';
    options.maximumFractionDigits = 2;
    if (options.style === 'currency') {
      options.minimumFractionDigits = 0;
    }
  }
  const places = format?.decimalPlaces?.places;
  if (places !== undefined && format?.decimalPlaces?.type !== 'all') {
    const most = Math.max(0, Math.min(20, Math.trunc(places)));
    options.maximumFractionDigits = most;
    options.minimumFractionDigits = format?.decimalPlaces?.type === 'max' ? 0 : most;
  }
  if (format?.hideGroupSeparator === true) {
    options.useGrouping = false;
  }
  const write = new Intl.NumberFormat(locale, options);
  return (value) => write.format(value as number);
}

const isCurrency = (code: string | undefined): code is string => code !== undefined && /^[A-Za-z]{3}$/.test(code);

/** How an axis writes a number: short, whatever the format's decimals, and with its unit. */
export const tickFormat = (format: Format | undefined, locale?: string): WriteNumber =>
  numberFormat({ ...(format?.type === undefined ? {} : { type: format.type }), ...(format?.currencyCode === undefined ? {} : { currencyCode: format.currencyCode }), abbreviation: 'compact' }, locale);

/** The number formats of old tables: `0,0.00`, `0.0%`, `$0,0`. */
export function formatOfPattern(pattern: string | undefined): Format | undefined {
  if (pattern === undefined || pattern === '') {
    return undefined;
  }
  const decimals = /\.(\[?0+\]?)/.exec(pattern)?.[1] ?? '';
  return {
    type: pattern.includes('%') ? 'number-percent' : pattern.includes('$') ? 'number-currency' : 'number',
    ...(pattern.includes('a') ? { abbreviation: 'compact' } : {}),
    decimalPlaces: { type: decimals.startsWith('[') ? 'max' : 'fixed', places: decimals.replace(/\D/g, '').length },
    hideGroupSeparator: !pattern.includes(','),
  };
}

/** How a wall clock's time is written; in full where a single one stands, short on an axis. */
export function timeFormat(granularity: Granularity | undefined, locale?: string, isShort = false): (time: number) => string {
  if (granularity === 'quarter') {
    return (time) => `Q${Math.floor(new Date(time).getUTCMonth() / 3) + 1} ${new Date(time).getUTCFullYear()}`;
  }
  const write = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...partsOf(granularity, isShort) });
  return (time) => write.format(time);
}

function partsOf(granularity: Granularity | undefined, isShort: boolean): Intl.DateTimeFormatOptions {
  switch (granularity) {
    case 'year': return { year: 'numeric' };
    case 'month': return { year: 'numeric', month: 'short' };
    case 'day':
    case 'week': return { ...(isShort ? {} : { year: 'numeric' }), month: 'short', day: 'numeric' };
    case 'hour':
    case 'minute': return { ...(isShort ? {} : { year: 'numeric' }), month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' };
    default: return isShort ? { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' } : { dateStyle: 'medium', timeStyle: 'medium' };
  }
}
