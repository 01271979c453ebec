import { expect, test } from 'vitest';
import { statementsAtOnce } from './sizes';

test('each size runs twice as many statements as the one before, on each cluster, and never more than the engine takes', () => {
  expect(statementsAtOnce('2X-Small', 1)).toBe(1);
  expect(statementsAtOnce('Small', 1)).toBe(4);
  expect(statementsAtOnce('Small', 3)).toBe(12);
  expect(statementsAtOnce('X-Large', 3)).toBe(64);
  expect(statementsAtOnce('4X-Large', 1)).toBe(64);
});
