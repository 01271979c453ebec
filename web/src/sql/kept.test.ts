import { expect, test } from 'vitest';
import { areQueries } from './kept';

test('what another version or a hand wrote is not taken for ours', () => {
  expect(areQueries([{ name: 1, text: 'a' }])).toBe(false);
  expect(areQueries([null])).toBe(false);
  expect(areQueries({})).toBe(false);
  expect(areQueries(null)).toBe(false);
  expect(areQueries([])).toBe(true);
  expect(areQueries([{ name: 'a', text: 'SELECT 1' }])).toBe(true);
});
