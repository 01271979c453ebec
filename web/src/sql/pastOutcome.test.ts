import { expect, test } from 'vitest';
import type { PastStatement } from '../api/queries';
import { hasWords, pastOutcome } from './pastOutcome';

const past: PastStatement = { query_id: '1', query_text: 'SELECT 1', user_id: 1, user_name: 'ada@example.com', warehouse_id: 'main', query_end_time_ms: 0, status: 'FINISHED', query_start_time_ms: 0, duration: 12, rows_produced: 1, error_message: null };

test('the outcome says how it ended, how long it took and what came of it', () => {
  expect(pastOutcome(past)).toBe('1 row in 12 ms');
  expect(pastOutcome({ ...past, rows_produced: 0, duration: 2345 })).toBe('0 rows in 2.3 s');
  expect(pastOutcome({ ...past, rows_produced: null })).toBe('12 ms');
  expect(pastOutcome({ ...past, status: 'FAILED', error_message: 'no such column' })).toBe('failed after 12 ms: no such column');
  expect(pastOutcome({ ...past, status: 'CANCELED' })).toBe('cancelled after 12 ms');
  expect(pastOutcome({ ...past, status: 'RUNNING' })).toBe('running for 12 ms');
});
test('a text is found by all of the words', () => {
  expect(hasWords('SELECT count(*) FROM usage', 'from Count')).toBe(true);
  expect(hasWords('SELECT 1', 'select 2')).toBe(false);
  expect(hasWords('SELECT 1', '')).toBe(true);
});
