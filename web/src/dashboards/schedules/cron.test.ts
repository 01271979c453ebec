import { describe, expect, it } from 'vitest';
import { cronOf, wordsOf, type Plain } from './cron';

const at: Plain = { every: 'day', time: '08:05', weekday: 2, day: 1 };

describe('plain choices', () => {
  it.each([
    [at, '0 5 8 * * ?', 'Every day at 08:05'],
    [{ ...at, every: 'weekday' }, '0 5 8 ? * MON-FRI', 'Monday to Friday at 08:05'],
    [{ ...at, every: 'week' }, '0 5 8 ? * 2', 'Every Monday at 08:05'],
    [{ ...at, every: 'month', time: '00:00' }, '0 0 0 1 * ?', 'On day 1 of every month at 00:00'],
    [{ ...at, every: 'month', day: 0 }, '0 5 8 L * ?', 'On the last day of every month at 08:05'],
  ] as [Plain, string, string][])('%o is %s', (plain, cron, words) => {
    expect(cronOf(plain)).toBe(cron);
    expect(wordsOf(cron)).toBe(words);
  });

  it.each(['0 0/15 8 * * ?', '0 0 8 ? 1 2', '0 0 8 ? * 2#1', '0 0 8 * * ? 2027', 'x'])('%s stays as it is', (cron) => expect(wordsOf(cron)).toBe(cron));
});
