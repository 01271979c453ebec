import { expect, test } from 'vitest';
import { blockOf, destination, headRow, isWithin } from './cells';

const from = (key: string, row: number, column: number, ctrlKey = false) => destination({ key, ctrlKey, metaKey: false }, { row, column }, 999_999, 4, 15);

test('keys move by cells, pages and to the ends, and never out', () => {
  expect(from('ArrowDown', 5, 1)).toEqual({ row: 6, column: 1 });
  expect(from('ArrowDown', 999_999, 1)).toEqual({ row: 999_999, column: 1 });
  expect(from('PageDown', 5, 1)).toEqual({ row: 20, column: 1 });
  expect(from('PageUp', 5, 1)).toEqual({ row: 0, column: 1 });
  expect(from('End', 5, 1)).toEqual({ row: 5, column: 4 });
  expect(from('End', 5, 1, true)).toEqual({ row: 999_999, column: 4 });
  expect(from('Home', 999_999, 4, true)).toEqual({ row: 0, column: 0 });
  expect(from('ArrowRight', 5, 4)).toEqual({ row: 5, column: 4 });
  expect(from('x', 5, 4)).toBeUndefined();
});
test('the names of the columns are above the first row', () => {
  expect(from('ArrowUp', 0, 2)).toEqual({ row: headRow, column: 2 });
  expect(from('ArrowUp', 7, 2, true)).toEqual({ row: 0, column: 2 });
  expect(from('ArrowUp', headRow, 2)).toEqual({ row: headRow, column: 2 });
  expect(from('ArrowDown', headRow, 2)).toEqual({ row: 0, column: 2 });
  expect(destination({ key: 'ArrowDown', ctrlKey: false, metaKey: false }, { row: headRow, column: 0 }, -1, 4, 15)).toEqual({ row: headRow, column: 0 });
});
test('a block is the same from either corner', () => {
  const block = blockOf({ row: 7, column: 1 }, { row: 3, column: 4 });
  expect(block).toEqual(blockOf({ row: 3, column: 4 }, { row: 7, column: 1 }));
  expect(isWithin(block, 3, 1)).toBe(true);
  expect(isWithin(block, 7, 4)).toBe(true);
  expect(isWithin(block, 2, 1)).toBe(false);
  expect(isWithin(undefined, 3, 1)).toBe(false);
});
