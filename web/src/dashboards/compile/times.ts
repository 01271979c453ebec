/** How long a bucket of a time axis is; undefined for times as they are. */
export type Granularity = 'year' | 'quarter' | 'month' | 'week' | 'day' | 'hour' | 'minute';

const units = new Set<string>(['year', 'quarter', 'month', 'week', 'day', 'hour', 'minute']);
const abbreviations: Record<string, Granularity> = { YYYY: 'year', YY: 'year', MM: 'month', MON: 'month', DD: 'day', HH: 'hour', MI: 'minute' };

/** The bucket of an expression such as DATE_TRUNC("DAY", `c`). */
export function granularityOf(expression: string): Granularity | undefined {
  const unit = /^\s*DATE_TRUNC\s*\(\s*["']([A-Za-z]+)["']/i.exec(expression)?.[1];
  if (unit === undefined) {
    return undefined;
  }
  const lower = unit.toLowerCase();
  return units.has(lower) ? (lower as Granularity) : abbreviations[unit.toUpperCase()];
}

const withoutZone = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?)?$/;

/**
 * What the clock on the wall shows, in milliseconds as if it hung in UTC: the scale of all time axes here. Texts without a zone are
 * such a clock already (the server has truncated them in the zone that was asked for); instants are read in that zone. Null for NULL and what is no time.
 */
export function wallTime(text: string | null | undefined, timeZone: string): number | null {
  if (text === null || text === undefined) {
    return null;
  }
  const parts = withoutZone.exec(text);
  if (parts) {
    const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '0'] = parts;
    return Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second), Math.floor(Number(`0.${fraction}`) * 1000));
  }
  const instant = /^\d{4}-\d{2}-\d{2}[T ].*(?:Z|[+-]\d{2}:?\d{2})$/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(instant) ? null : instant + offsetAt(instant, timeZone);
}

const zones = new Map<string, Intl.DateTimeFormat>();

// How far the zone's clock is ahead of UTC at an instant, in milliseconds.
function offsetAt(instant: number, timeZone: string): number {
  let format = zones.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', { timeZone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' });
    zones.set(timeZone, format);
  }
  const of = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
  const wall = Date.UTC(of['year']!, of['month']! - 1, of['day']!, of['hour']!, of['minute']!, of['second']!);
  return wall - Math.floor(instant / 1000) * 1000;
}

const fixed: Partial<Record<Granularity, number>> = { week: 7 * 86_400_000, day: 86_400_000, hour: 3_600_000, minute: 60_000 };
const months: Partial<Record<Granularity, number>> = { year: 12, quarter: 3, month: 1 };

/** The bucket after this one, on the wall's clock. */
export function next(time: number, granularity: Granularity): number {
  const step = fixed[granularity];
  if (step !== undefined) {
    return time + step;
  }
  const date = new Date(time);
  date.setUTCMonth(date.getUTCMonth() + months[granularity]!);
  return date.getTime();
}

const mostBuckets = 5_000;

/** All buckets from the first to the last; only the given ones where there would be too many to draw. */
export function filled(times: number[], granularity: Granularity): number[] {
  const known = [...new Set(times)].sort((a, b) => a - b);
  const present = new Set(known);
  const all: number[] = [];
  const last = known.at(-1);
  for (let time = known[0]; time !== undefined && last !== undefined && time <= last; time = next(time, granularity)) {
    all.push(time);
    present.delete(time);
    if (all.length > mostBuckets) {
      return known;
    }
  }
  // A time between the buckets is none that we know to fill around.
  return present.size === 0 ? all : known;
}

/** A wall clock's time as the texts of results have it. */
export const wallText = (time: number): string => new Date(time).toISOString().slice(0, 23);

const day = 86_400_000;

/** The buckets that times without an expression seem to be of; undefined for times of no such order. */
export function inferredGranularity(times: number[]): Granularity | undefined {
  const known = [...new Set(times)].sort((a, b) => a - b);
  if (known.length < 2) {
    return undefined;
  }
  if (known.every((time) => time % day === 0 && new Date(time).getUTCDate() === 1)) {
    return known.every((time) => new Date(time).getUTCMonth() === 0) ? 'year' : 'month';
  }
  const gaps = known.slice(1).map((time, at) => time - known[at]!);
  const least = Math.min(...gaps);
  const isWhole = (unit: number) => least === unit && gaps.every((gap) => gap % unit === 0);
  return isWhole(7 * day) ? 'week' : isWhole(day) && known.every((time) => time % day === 0) ? 'day' : isWhole(3_600_000) && known.every((time) => time % 3_600_000 === 0) ? 'hour' : undefined;
}
