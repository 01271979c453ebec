import { expect, test } from 'vitest';
import { filterByName, filtersById } from './filter';

test('a person is looked for by e-mail and by name, a group by its one name', () => {
  expect(filterByName('Users', ' ada ')).toBe('userName co "ada" or displayName co "ada"');
  expect(filterByName('Groups', 'ops')).toBe('displayName co "ops"');
});

test('no text is no filter', () => {
  expect(filterByName('Users', '  ')).toBeUndefined();
});

test('a quotation mark and a backslash stay a part of what is looked for', () => {
  expect(filterByName('Groups', 'a" or displayName pr or "\\')).toBe('displayName co "a\\" or displayName pr or \\"\\\\"');
});

test('each id is asked for once, and no filter is longer than the server takes', () => {
  const ids = Array.from({ length: 250 }, (_, i) => 1_000_000_000_000_000 + i);
  const filters = filtersById([...ids, ...ids]);
  expect(filters).toHaveLength(3);
  expect(Math.max(...filters.map((filter) => filter.length))).toBeLessThanOrEqual(4096);
  expect(filters.flatMap((filter) => filter.split(' or '))).toHaveLength(250);
  expect(filtersById([])).toEqual([]);
});
