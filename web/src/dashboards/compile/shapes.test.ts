import { describe, expect, test } from 'vitest';
import { compiled, drawn, table } from './fixtures';
import { binsOf } from './histogram';

const named = (fieldName: string) => ({ fieldName, scale: { type: 'categorical' } });
const number = (fieldName: string) => ({ fieldName, scale: { type: 'quantitative' } });

describe('pie', () => {
  const encodings = { angle: number('n'), color: named('model') };
  test('the largest slice first; NULL, nothing and less than nothing have none', () => {
    const { series, notes, pointOf, description } = drawn('pie', { encodings }, table({ model: 'STRING', n: 'LONG' }, [['a', 1], ['b', 3], ['c', null], ['d', 0], ['e', -2], [null, 4]]));
    expect(series[0]!.data).toMatchObject([{ name: 'NULL', value: 4 }, { name: 'b', value: 3 }, { name: 'a', value: 1 }]);
    expect(notes.join()).toContain('below zero');
    expect(pointOf({ seriesIndex: 0, dataIndex: 0 })).toEqual({ model: null });
    expect(description).toBe('Pie chart of n by model. NULL 4 (50%), b 3 (37.5%), a 1 (12.5%).');
  });
  test('the smallest are put together', () => {
    const { series, pointOf } = drawn('pie', { encodings }, table({ model: 'STRING', n: 'LONG' }, Array.from({ length: 10 }, (_, at) => [`m${at}`, 10 - at])));
    expect(series[0]!.data).toHaveLength(8);
    expect(series[0]!.data[7]).toMatchObject({ name: 'Other', value: 3 + 2 + 1 });
    expect(pointOf({ seriesIndex: 0, dataIndex: 7 })).toBeUndefined();
  });
  test('an average has no share', () => expect(drawn('pie', { encodings, fields: { n: 'AVG(`x`)' } }, table({ model: 'STRING', n: 'LONG' }, [['a', 1], ['b', 2]])).notes.join()).toContain('no parts of a whole'));
});

describe('scatter', () => {
  test('a mark for each row with both values', () => {
    const { series, notes, option } = drawn('scatter', { encodings: { x: number('a'), y: number('b'), color: named('c') } }, table({ a: 'LONG', b: 'DOUBLE', c: 'STRING' }, [[1, -2.5, 'x'], [2, null, 'x'], [3, 4, null]]));
    expect(series).toMatchObject([{ name: 'x', data: [[1, -2.5]] }, { name: 'NULL', data: [[3, 4]] }]);
    expect(notes).toEqual(['1 row without a value on both axes is left out.']);
    expect(option['tooltip'].formatter({ seriesIndex: 0, dataIndex: 0 })).toBe('x\na: 1\nb: -2.5');
  });
  test('many colours are put together', () => expect(drawn('scatter', { encodings: { x: number('a'), y: number('a'), color: named('c') } }, table({ a: 'LONG', c: 'STRING' }, Array.from({ length: 20 }, (_, at) => [at, `c${at}`]))).series).toHaveLength(8));
});

test('heat map: names and numbers in their order, values of NULL have no field', () => {
  const { option, series, pointOf } = drawn('heatmap', { encodings: { x: named('hour'), y: named('day'), color: number('n') } }, table({ hour: 'INT', day: 'STRING', n: 'LONG' }, [[10, 'b', 5], [9, 'a', 1], [9, 'b', null]]));
  expect(option['xAxis'].data).toEqual(['9', '10']);
  expect(option['yAxis'].data).toEqual(['a', 'b']);
  expect(series[0]!.data).toEqual([[1, 1, 5], [0, 0, 1]]);
  expect(option['visualMap']).toMatchObject({ min: 0, max: 5 });
  expect(pointOf({ seriesIndex: 0, dataIndex: 0 })).toEqual({ hour: '10', day: 'b' });
});

describe('histogram', () => {
  test('intervals of a round width, with every value in one', () => {
    const bins = binsOf([[0, 1], [1, 1], [2, 1], [9.9, 1], [10, 1]]);
    expect(bins.map(({ from, to, count }) => [from, to, count])).toEqual([[0, 2, 2], [2, 4, 1], [4, 6, 0], [6, 8, 0], [8, 10, 2]]);
  });
  test('one value, negative values, weights, a given step', () => {
    expect(binsOf([[5, 1]])).toHaveLength(1);
    expect(binsOf([[5, 1]])[0]).toMatchObject({ count: 1 });
    expect(binsOf([[-3, 2], [3, 5]]).reduce((sum, { count }) => sum + count, 0)).toBe(7);
    expect(binsOf([[1, 1], [12, 1]], 10)).toEqual([{ from: 0, to: 10, count: 1 }, { from: 10, to: 20, count: 1 }]);
    expect(binsOf([])).toEqual([]);
  });
  test('what is no number is left out and told of', () => expect(drawn('histogram', { encodings: { x: number('n') } }, table({ n: 'LONG' }, [[1], [null], [3]])).notes).toEqual(['1 row without a number is left out.']));
});

test.each(['choropleth-map', 'sankey', 'toString', '__proto__'])('%s is not supported', (type) => expect(compiled(type, { encodings: {} }, table({ n: 'LONG' }, [[1]]))).toEqual({ kind: 'unsupported', what: type }));
test.each(['bar', 'line', 'area', 'pie', 'scatter', 'combo', 'heatmap', 'histogram', 'counter', 'table', 'pivot'])('%s: no rows, and encodings of fields that are not there', (type) => {
  expect(compiled(type, { encodings: {} }, table({ n: 'LONG' }, []))).toEqual({ kind: 'empty' });
  expect(() => compiled(type, { encodings: { x: number('gone'), y: { fields: 'no list' }, color: named('gone'), value: { fieldName: 'gone' }, columns: [{ fieldName: 'gone' }], rows: null } }, table({ n: 'LONG' }, [[1], [null]]))).not.toThrow();
});
