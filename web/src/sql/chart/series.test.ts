import { describe, expect, test } from 'vitest';
import type { Column } from '../../api/statements';
import { mostCategories, mostPoints, mostSlices } from './cut';
import { chartData, mostSeries, timeOf } from './series';
import { defaultSettings, withKind, type ChartSettings } from './settings';

const column = (name: string, type_name: string): Column => ({ name, type_name, type_text: type_name });
const columns = [column('day', 'DATE'), column('model', 'STRING'), column('tokens', 'LONG'), column('cost', 'DECIMAL'), column('tags', 'MAP')];
const rows = [
  ['2026-01-02', 'b', '10', '0.5', null],
  ['2026-01-01', 'a', '1', '0.25', null],
  ['2026-01-01', 'a', '3', null, null],
  ['2026-01-01', 'b', '5', '1', null],
  [null, 'b', '7', '1', null],
];
const data = (settings: Partial<ChartSettings>) => chartData({ columns, rows }, { kind: 'bar', x: 1, y: [2], aggregation: 'sum', ...settings });
const first = Date.UTC(2026, 0, 1);
const second = Date.UTC(2026, 0, 2);

describe('what types suggest', () => {
  test('values over time, a line for each name', () => expect(defaultSettings(columns)).toEqual({ kind: 'line', x: 0, y: [2], group: 1, aggregation: 'sum' }));
  test('bars of names', () => expect(defaultSettings(columns.slice(1))).toEqual({ kind: 'bar', x: 0, y: [1], aggregation: 'sum' }));
  test('one number against another', () => expect(defaultSettings(columns.slice(2))).toEqual({ kind: 'scatter', x: 0, y: [1], aggregation: 'none' }));
  test('names alone are counted', () => expect(defaultSettings([column('model', 'STRING')])).toEqual({ kind: 'bar', x: 0, y: [], aggregation: 'sum' }));
  test('nested values have no axis', () => expect(defaultSettings([column('tags', 'MAP'), column('list', 'ARRAY')])).toBeUndefined());
  test('another kind takes the aggregation that suits it', () => {
    const bars = defaultSettings(columns.slice(1))!;
    expect(withKind(bars, 'scatter').aggregation).toBe('none');
    expect(withKind(withKind(bars, 'scatter'), 'pie').aggregation).toBe('sum');
    expect(withKind({ ...bars, aggregation: 'max' }, 'line').aggregation).toBe('max');
  });
});

describe('rows of the same x', () => {
  test.each([
    ['sum', [22, 4]],
    ['average', [22 / 3, 2]],
    ['min', [5, 1]],
    ['max', [10, 3]],
    ['count', [3, 2]],
  ] as const)('%s', (aggregation, values) => {
    const found = data({ aggregation });
    expect(found.categories).toEqual(['b', 'a']);
    expect(found.series).toEqual([{ name: 'tokens', points: [['b', values[0]], ['a', values[1]]] }]);
    expect(found.notes).toHaveLength(1);
  });
  test('a NULL is part of no sum and no count', () => {
    expect(data({ y: [3] }).series[0]!.points).toEqual([['b', 2.5], ['a', 0.25]]);
    expect(data({ y: [3], aggregation: 'count' }).series[0]!.points).toEqual([['b', 3], ['a', 1]]);
  });
  test('without a column of values the rows are counted', () => expect(data({ y: [] }).series).toEqual([{ name: 'rows', points: [['b', 3], ['a', 2]] }]));
  test('one row each needs no note', () => expect(chartData({ columns, rows: rows.slice(0, 2) }, { kind: 'bar', x: 1, y: [2], aggregation: 'sum' }).notes).toEqual([]));
});

test('times ascend, and rows without one are left out and told of', () => {
  const found = data({ kind: 'line', x: 0 });
  expect(found).toMatchObject({ axis: 'time', times: 'dates', categories: [], series: [{ points: [[first, 9], [second, 10]] }] });
  expect(found.notes.join()).toContain('1 row without a value of day is left out');
});
test('a series for each value of the group and each column', () => {
  const found = data({ kind: 'line', x: 0, y: [2, 3], group: 1 });
  expect(found.series.map(({ name }) => name)).toEqual(['b: tokens', 'b: cost', 'a: tokens', 'a: cost']);
  expect(found.series[0]!.points).toEqual([[first, 5], [second, 10]]);
});
test('bars of a series stand at the places of all', () => {
  const found = data({ x: 0, group: 1 });
  expect(found.categories).toEqual([first, second]);
  expect(found.series).toEqual([{ name: 'b', points: [[first, 5], [second, 10]] }, { name: 'a', points: [[first, 4], [second, null]] }]);
});
test('points are not aggregated', () => expect(data({ kind: 'scatter', x: 3, y: [2], aggregation: 'none' }).series[0]!.points).toEqual([[0.5, 10], [0.25, 1], [1, 5], [1, 7]]));

test('what is cut is told', () => {
  const many = Array.from({ length: 30_000 }, (_, at) => [null, `m${at}`, String(at + 1), null, null]);
  const bars = chartData({ columns, rows: many }, { kind: 'bar', x: 1, y: [2], aggregation: 'sum' });
  expect(bars.series[0]!.points).toHaveLength(mostCategories);
  expect(bars.categories).toHaveLength(mostCategories);
  expect(bars.notes.join()).toContain('first 500 of 30,000');
  const points = chartData({ columns, rows: many }, { kind: 'scatter', x: 2, y: [2], aggregation: 'none' });
  expect(points.series[0]!.points).toHaveLength(mostPoints);
  expect(points.notes.join()).toContain('20,000 of 30,000 points');
  const groups = chartData({ columns, rows: many.slice(0, 20) }, { kind: 'line', x: 2, y: [], group: 1, aggregation: 'sum' });
  expect(groups.series).toHaveLength(mostSeries);
  expect(groups.notes.join()).toContain('first 12 series');
});
test('small slices of a pie are one', () => {
  const many = Array.from({ length: 25 }, (_, at) => [null, `m${at}`, String(at), null, null]);
  const { series, notes } = chartData({ columns, rows: many }, { kind: 'pie', x: 1, y: [2], aggregation: 'sum' });
  expect(series[0]!.points).toHaveLength(mostSlices);
  expect(series[0]!.points.at(-1)).toEqual(['Other', 1 + 2 + 3 + 4 + 5]);
  expect(notes.join()).toMatch(/1 of 25 values are not above zero.*5 smallest/);
});
test.each([
  ['2026-01-01', first],
  ['2026-01-01 00:00:00', first],
  ['2026-01-01T00:00:00.000Z', first],
  ['2026-01-01T01:00:00+01:00', first],
  ['nonsense', undefined],
])('the time of %s', (text, time) => expect(timeOf(text)).toBe(time));
