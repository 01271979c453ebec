/** A choice of days that stays right tomorrow. */
export interface Preset {
  name: string;
  range: (today: string) => { min: string; max: string };
}

const lastDays = (days: number) => () => ({ min: days === 1 ? 'now/d' : `now-${days - 1}d/d`, max: 'now/d' });

export const presets: Preset[] = [
  { name: 'Today', range: lastDays(1) },
  { name: 'Last 7 days', range: lastDays(7) },
  { name: 'Last 30 days', range: lastDays(30) },
  { name: 'Last 90 days', range: lastDays(90) },
  { name: 'This month', range: () => ({ min: 'now/M', max: 'now/d' }) },
  // A range's last day is meant whole, and no relative date is the last day of a month: the days themselves are.
  { name: 'Last month', range: (today) => ({ min: dayOf('now-1M/M', today)!, max: plusDays(dayOf('now/M', today)!, -1) }) },
];

/** Today in a zone, as YYYY-MM-DD. */
export const todayIn = (timeZone: string, now = new Date()): string => new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(now);

const day = 86_400_000;
const plusDays = (date: string, days: number) => new Date(Date.parse(`${date}T00:00:00Z`) + days * day).toISOString().slice(0, 10);

/** The day that a date or a relative one such as now-30d/d or now-12M/M means; undefined for what is neither. */
export function dayOf(text: string, today: string): string | undefined {
  const date = /^(\d{4}-\d{2}-\d{2})(?:$|[T ])/.exec(text)?.[1];
  if (date !== undefined) {
    return date;
  }
  const relative = /^now(?:([+-]\d+)([smhdwMQy]))?(?:\/([smhdwMQy]))?$/.exec(text);
  if (!relative) {
    return undefined;
  }
  const [, amount = '0', unit = 'd', rounded] = relative;
  return rounding(moved(today, Number(amount), unit), rounded);
}

function moved(date: string, amount: number, unit: string): string {
  if (unit === 'd' || unit === 'w') {
    return plusDays(date, amount * (unit === 'w' ? 7 : 1));
  }
  const months = { M: 1, Q: 3, y: 12 }[unit];
  if (months === undefined) {
    return date;
  }
  const [year, month, dayOfMonth] = date.split('-').map(Number) as [number, number, number];
  const first = new Date(Date.UTC(year, month - 1 + amount * months, 1));
  // The 31st of a month that has none is its last day.
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  first.setUTCDate(Math.min(dayOfMonth, last));
  return first.toISOString().slice(0, 10);
}

function rounding(date: string, unit: string | undefined): string {
  switch (unit) {
    case 'M': return date.slice(0, 8) + '01';
    case 'y': return date.slice(0, 5) + '01-01';
    case 'Q': return `${date.slice(0, 5)}${String(Math.floor((Number(date.slice(5, 7)) - 1) / 3) * 3 + 1).padStart(2, '0')}-01`;
    // Weeks begin on Monday.
    case 'w': return plusDays(date, -((new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7));
    default: return date;
  }
}

/** A range in words: its preset's name, or its days. */
export function rangeName({ min, max }: { min?: string; max?: string }, today: string, locale?: string): string {
  const preset = presets.find(({ range }) => range(today).min === min && range(today).max === max);
  if (preset) {
    return preset.name;
  }
  const format = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' });
  const write = (text: string) => {
    const date = dayOf(text, today);
    return date === undefined ? text : format.format(Date.parse(`${date}T00:00:00Z`));
  };
  return min && max ? (min === max ? write(min) : `${write(min)} – ${write(max)}`) : min ? `from ${write(min)}` : max ? `until ${write(max)}` : 'All';
}
