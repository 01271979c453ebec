import { expect, test } from 'vitest';
import type { Page } from '../../document/document';
import { cellsOf, compacted, freePlace, moved, resized } from './grid';

const page = (places: Record<string, [x: number, y: number, width: number, height: number]>): Page => ({
  name: 'p',
  layoutVersion: 'GRID_V1',
  layout: Object.entries(places).map(([name, [x, y, width, height]]) => ({ position: { x, y, width, height }, widget: { name } })),
});
const shown = (cells: readonly { i: string; x: number; y: number; w: number; h: number }[]) => Object.fromEntries(cells.map(({ i, x, y, w, h }) => [i, [x, y, w, h]]));
const three = page({ a: [0, 0, 6, 3], b: [6, 0, 6, 3], c: [0, 3, 12, 4] });

test('right: what is in the way makes room', () => expect(shown(moved(three, 'a', 'right'))).toEqual({ a: [1, 0, 6, 3], b: [6, 3, 6, 3], c: [0, 6, 12, 4] }));
test('down: past what is below', () => expect(shown(moved(three, 'a', 'down'))['a']![1]).toBeGreaterThan(0));
test('up: before what is above', () => expect(shown(moved(three, 'c', 'up'))).toEqual({ a: [0, 4, 6, 3], b: [6, 4, 6, 3], c: [0, 0, 12, 4] }));
test('up and down again', () => {
  const up = moved(three, 'c', 'up');
  const again = page(Object.fromEntries(up.map(({ i, x, y, w, h }) => [i, [x, y, w, h] as [number, number, number, number]])));
  expect(shown(moved(again, 'c', 'down'))['c']![1]).toBeGreaterThan(0);
});
test.each([['a', 'left'], ['a', 'up'], ['b', 'right'], ['c', 'down'], ['nobody', 'left']] as const)('%s cannot go %s', (name, direction) => expect(shown(moved(three, name, direction))).toEqual(shown(cellsOf(three))));
test('larger: what is below or beside moves down', () => {
  expect(shown(resized(three, 'a', { height: 1 }))).toEqual({ a: [0, 0, 6, 4], b: [6, 0, 6, 3], c: [0, 4, 12, 4] });
  expect(shown(resized(three, 'a', { width: 1 }))).toMatchObject({ a: [0, 0, 7, 3], b: [6, 3, 6, 3] });
});
test('not larger than the grid, not smaller than a cell', () => {
  expect(shown(resized(three, 'b', { width: 1 }))['b']).toEqual([6, 0, 6, 3]);
  expect(shown(resized(page({ a: [0, 0, 1, 1] }), 'a', { width: -1, height: -1 }))).toEqual({ a: [0, 0, 1, 1] });
});
test('no two lie on each other, whatever is done', () => {
  let cells = cellsOf(page({ a: [0, 0, 4, 2], b: [2, 1, 5, 3], c: [3, 0, 9, 1], d: [0, 9, 6, 2], e: [11, 2, 5, 2] }));
  const names = ['a', 'b', 'c', 'd', 'e'];
  for (let step = 0; step < 200; step++) {
    const now = page(Object.fromEntries(cells.map(({ i, x, y, w, h }) => [i, [x, y, w, h] as [number, number, number, number]])));
    const name = names[step % 5]!;
    cells = step % 3 === 0 ? resized(now, name, { width: (step % 4) - 1, height: (step % 5) - 2 }) : moved(now, name, (['left', 'right', 'up', 'down'] as const)[(step * 7) % 4]!);
    for (const one of cells) {
      expect(one.x >= 0 && one.x + one.w <= 12 && one.y >= 0).toBe(true);
      expect(cells.filter((other) => other !== one && one.x < other.x + other.w && other.x < one.x + one.w && one.y < other.y + other.h && other.y < one.y + one.h)).toEqual([]);
    }
  }
});
test('six columns in files of before', () => expect(shown(resized({ ...page({ a: [3, 0, 3, 1] }), layoutVersion: undefined as never }, 'a', { width: 3 }))['a']).toEqual([3, 0, 3, 1]));
test('holes close', () => expect(shown(compacted(cellsOf(page({ a: [0, 5, 6, 1] })), 12))).toEqual({ a: [0, 0, 6, 1] }));
test('the first free place', () => {
  expect(freePlace(page({ a: [0, 0, 3, 3] }), { width: 3, height: 3 })).toEqual({ x: 3, y: 0, width: 3, height: 3 });
  expect(freePlace(three, { width: 3, height: 3 })).toEqual({ x: 0, y: 7, width: 3, height: 3 });
});
