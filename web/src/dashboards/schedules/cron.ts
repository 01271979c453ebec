/** A plain choice of when a schedule runs. */
export interface Plain {
  every: 'day' | 'weekday' | 'week' | 'month';
  /** `HH:MM`, by the clocks of the schedule's zone. */
  time: string;
  /** For a week: 1 is Sunday, as Quartz counts. */
  weekday: number;
  /** For a month: 1 to 28, or 0 for the last. */
  day: number;
}

export const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** The choice as a Quartz cron expression. */
export function cronOf({ every, time, weekday, day }: Plain): string {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  const at = `0 ${minute} ${hour}`;
  switch (every) {
    case 'day': return `${at} * * ?`;
    case 'weekday': return `${at} ? * MON-FRI`;
    case 'week': return `${at} ? * ${weekday}`;
    case 'month': return `${at} ${day === 0 ? 'L' : day} * ?`;
  }
}

/** What an expression means, where it is one of the plain choices; else the expression. */
export function wordsOf(cron: string): string {
  const [second, minute = '', hour = '', day, month, weekday = '', ...rest] = cron.trim().split(/\s+/);
  if (second !== '0' || !/^\d+$/.test(minute) || !/^\d+$/.test(hour) || month !== '*' || rest.length > 0) {
    return cron;
  }
  const at = `at ${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`;
  if (day === '*' && weekday === '?') {
    return `Every day ${at}`;
  }
  if (day === '?' && weekday === 'MON-FRI') {
    return `Monday to Friday ${at}`;
  }
  if (day === '?' && /^[1-7]$/.test(weekday)) {
    return `Every ${weekdays[Number(weekday) - 1]!} ${at}`;
  }
  if (weekday === '?' && day === 'L') {
    return `On the last day of every month ${at}`;
  }
  return weekday === '?' && day !== undefined && /^\d+$/.test(day) ? `On day ${day} of every month ${at}` : cron;
}
