import { usePreference, useTimeFormat } from '../ui/preferences';

/** The day of a time of the API, where its hour matters little; pointing at it tells the hour too. */
export function Day({ time }: { time: string | number | undefined }) {
  const [zone] = usePreference('zone');
  const whole = useTimeFormat();
  if (time === undefined) {
    return null;
  }
  const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', ...(zone === 'utc' ? { timeZone: 'UTC' } : {}) });
  return <time dateTime={new Date(time).toISOString()} title={whole(time)} className="day">{day.format(new Date(time))}</time>;
}
