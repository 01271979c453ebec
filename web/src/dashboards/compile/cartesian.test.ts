import { describe, expect, test } from 'vitest';
import { compiled, drawn, table, theme } from './fixtures';

const temporal = { x: { fieldName: 'day', displayName: 'Day', scale: { type: 'temporal' } }, y: { fieldName: 'n', displayName: 'Requests', scale: { type: 'quantitative' } } };
const perDay = { day: 'DATE_TRUNC("DAY", `at`)', n: 'COUNT(`*`)' };
const daily = (rows: (string | number | null)[][]) => table({ day: 'TIMESTAMP', n: 'LONG' }, rows);
const first = '2026-03-28T00:00:00.000';
const fourth = '2026-03-31T00:00:00.000';

describe('time', () => {
  test('days without a row have a count of zero', () => {
    const { option, series } = drawn('bar', { encodings: temporal, fields: perDay }, daily([[fourth, 4], [first, 1]]));
    expect(option['xAxis']).toMatchObject({ type: 'category', data: ['Mar 28', 'Mar 29', 'Mar 30', 'Mar 31'], name: 'Day' });
    expect(series).toMatchObject([{ type: 'bar', name: 'Requests', data: [1, 0, 0, 4] }]);
  });
  test.each([
    ['AVG(`latency_ms`)', [1, null, null, 4]],
    ['PERCENTILE(`latency_ms`, 0.95)', [1, null, null, 4]],
    ['SUM(`tokens`) / COUNT(`*`)', [1, null, null, 4]],
    ['SUM(`tokens`)', [1, 0, 0, 4]],
    ['COUNT(DISTINCT `requester`)', [1, 0, 0, 4]],
    ['COUNT_IF(`status_code` >= 400)', [1, 0, 0, 4]],
  ])('%s without a row', (expression, values) => expect(drawn('line', { encodings: temporal, fields: { ...perDay, n: expression } }, daily([[first, 1], [fourth, 4]])).series[0]!.data).toEqual(values));
  test('a measure is what it stands for', () => {
    const fields = { ...perDay, n: 'MEASURE(`rate`)' };
    const rows = daily([[first, 1], [fourth, 4]]);
    expect(drawn('line', { encodings: temporal, fields, columns: [{ displayName: 'rate', expression: 'COUNT_IF(a) / COUNT(*)' }] }, rows).series[0]!.data).toEqual([1, null, null, 4]);
    expect(drawn('line', { encodings: temporal, fields, columns: [{ displayName: 'rate', expression: 'SUM(a)' }] }, rows).series[0]!.data).toEqual([1, 0, 0, 4]);
  });
  test('a sum that is NULL is not zero', () => expect(drawn('bar', { encodings: temporal, fields: { ...perDay, n: 'SUM(`tokens`)' } }, daily([[first, null], [fourth, 4]])).series[0]!.data).toEqual([null, 0, 0, 4]));
  test('rows without a time are told of', () => expect(drawn('bar', { encodings: temporal, fields: perDay }, daily([[null, 9], [first, 1]])).notes.join()).toContain('1 row has no time'));
  test('times of no regular order run on a scale of time', () => {
    const { option, series, placeAxis } = drawn('line', { encodings: temporal }, table({ day: 'TIMESTAMP', n: 'LONG' }, [['2026-03-28T00:10:00.000Z', 1], ['2026-03-28T00:17:31.000Z', 2]]));
    expect(option['xAxis'].type).toBe('time');
    expect(series[0]!.data).toEqual([[Date.UTC(2026, 2, 28, 0, 10), 1], [Date.UTC(2026, 2, 28, 0, 17, 31), 2]]);
    expect(placeAxis).toBeUndefined();
  });
  test('a clicked day is the text of the result, or as one would be', () => {
    const { pointOf } = drawn('bar', { encodings: temporal, fields: perDay }, daily([[first, 1], [fourth, 4]]));
    expect(pointOf({ seriesIndex: 0, dataIndex: 0 })).toEqual({ day: first });
    expect(pointOf({ seriesIndex: -1, dataIndex: 1 })).toEqual({ day: '2026-03-29T00:00:00.000' });
    expect(pointOf({ seriesIndex: 0, dataIndex: 99 })).toBeUndefined();
  });
});

const named = { x: { fieldName: 'model', scale: { type: 'categorical' } }, y: { fieldName: 'n', scale: { type: 'quantitative' } } };
const models = (rows: (string | number | null)[][]) => table({ model: 'STRING', n: 'LONG' }, rows);

describe('names', () => {
  test('stand in the order of names, numbers in them as numbers, NULL last', () => expect(drawn('bar', { encodings: named }, models([['m10', 1], [null, 2], ['m2', 3]])).option['xAxis'].data).toEqual(['m2', 'm10', 'NULL']));
  test('or by their values', () => {
    const sorted = (by: string) => drawn('bar', { encodings: { ...named, x: { ...named.x, scale: { type: 'categorical', sort: { by } } } } }, models([['a', 2], ['b', -3], ['c', 1]])).option['xAxis'].data;
    expect(sorted('y-reversed')).toEqual(['a', 'c', 'b']);
    expect(sorted('y')).toEqual(['b', 'c', 'a']);
    expect(sorted('x-reversed')).toEqual(['c', 'b', 'a']);
  });
  test('or as listed', () => expect(drawn('bar', { encodings: { ...named, x: { ...named.x, scale: { type: 'categorical', sort: { by: 'custom-order', orderedList: ['c', 'a'] } } } } }, models([['a', 2], ['b', 3], ['c', 1]])).option['xAxis'].data).toEqual(['c', 'a', 'b']));
  test('bars whose values are on x lie', () => {
    const lying = { x: { fieldName: 'n', scale: { type: 'quantitative' } }, y: { fieldName: 'model', scale: { type: 'categorical', sort: { by: 'x-reversed' } } } };
    const { option, pointOf, placeAxis } = drawn('bar', { encodings: lying }, models([['a', 1], ['b', 2]]));
    expect(option['yAxis']).toMatchObject({ type: 'category', data: ['b', 'a'], inverse: true });
    expect(option['xAxis'].type).toBe('value');
    expect(pointOf({ seriesIndex: 0, dataIndex: 0 })).toEqual({ model: 'b' });
    expect(placeAxis).toBe('y');
  });
  test('long ones are cut by the axis, not in the data', () => {
    const long = 'x'.repeat(300);
    const { option } = drawn('bar', { encodings: named }, models([[long, 1]]));
    expect(option['xAxis']).toMatchObject({ data: [long], axisLabel: { overflow: 'truncate' } });
    expect(option['tooltip'].formatter([{ seriesIndex: 0, dataIndex: 0 }]).split('\n')[0]).toHaveLength(60);
  });
  test('too many are cut, and told of', () => {
    const { option, notes } = drawn('bar', { encodings: named }, models(Array.from({ length: 500 }, (_, at) => [`m${at}`, at])));
    expect(option['xAxis'].data).toHaveLength(200);
    expect(notes.join()).toContain('first 200 of 500');
  });
});

const coloured = { ...named, color: { fieldName: 'user', displayName: 'User', scale: { type: 'categorical' } } };
const byUser = (count: number) => table({ model: 'STRING', user: 'STRING', n: 'LONG' }, Array.from({ length: count }, (_, at) => ['a', at === 0 ? null : `u${at}`, count - at]));

describe('series', () => {
  test('one for each value of the colour, stacked', () => {
    const { series, option } = drawn('bar', { encodings: coloured, fields: { n: 'COUNT(`*`)' } }, byUser(3));
    expect(series).toMatchObject([{ name: 'u1', data: [2], stack: 'all' }, { name: 'u2', data: [1] }, { name: 'NULL', data: [3] }]);
    expect(option['legend']).toBeDefined();
    expect(option['aria']).toMatchObject({ enabled: true, decal: { show: true } });
  });
  test('side by side', () => expect(drawn('bar', { encodings: coloured, mark: { layout: 'group' } }, byUser(2)).series[0]).not.toHaveProperty('stack'));
  test('the smallest of too many are put together where they add up', () => {
    const { series, notes, pointOf } = drawn('bar', { encodings: coloured, fields: { n: 'COUNT(`*`)' } }, byUser(12));
    expect(series).toHaveLength(8);
    expect(series[7]).toMatchObject({ name: 'Other', data: [5 + 4 + 3 + 2 + 1], itemStyle: { color: theme.quiet } });
    expect(notes).toEqual(['“Other” is 5 values together.']);
    expect(pointOf({ seriesIndex: 7, dataIndex: 0 })).toBeUndefined();
    expect(pointOf({ seriesIndex: 6, dataIndex: 0 })).toEqual({ model: 'a', user: null });
  });
  test('and left out where they do not', () => {
    const { series, notes } = drawn('line', { encodings: coloured, fields: { n: 'AVG(`n`)' } }, byUser(12));
    expect(series.map(({ name }) => name)).not.toContain('Other');
    expect(notes.join()).toContain('4 more are in the table');
  });
  test('several values are several series, in the order of the document', () => {
    const y = { scale: { type: 'quantitative' }, fields: [{ fieldName: 'p50', displayName: 'P50' }, { fieldName: 'p95' }] };
    const { series, option } = drawn('area', { encodings: { x: named.x, y } }, table({ model: 'STRING', p50: 'DOUBLE', p95: 'DOUBLE' }, [['a', 1, -2]]));
    expect(series).toMatchObject([{ name: 'P50', data: [1], stack: 'all', itemStyle: { color: '#000001' } }, { name: 'p95', data: [-2], itemStyle: { color: '#000002' } }]);
    expect(option['yAxis'].name).toBe('');
  });
  test('colours of the document', () => {
    const color = { ...coloured.color, scale: { type: 'categorical', mappings: [{ value: 'u1', color: '#AbCdEf' }, { value: 'u2', color: 'red;background:url(x)' }] } };
    expect(drawn('bar', { encodings: { ...coloured, color } }, byUser(3)).series).toMatchObject([{ itemStyle: { color: '#abcdef' } }, { itemStyle: { color: '#000002' } }, {}]);
  });
});

test('no rows are empty, and one row is one mark', () => {
  expect(compiled('line', { encodings: temporal }, daily([]))).toEqual({ kind: 'empty' });
  expect(drawn('line', { encodings: temporal, fields: perDay }, daily([[first, 7]])).series[0]).toMatchObject({ data: [7], symbol: 'circle' });
});
test('a point without neighbours has a mark even among many', () => {
  const rows = Array.from({ length: 60 }, (_, at) => [new Date(Date.UTC(2026, 0, 1 + at)).toISOString().slice(0, 23), at === 30 ? 5 : at === 29 || at === 31 ? null : 1]);
  const { series } = drawn('line', { encodings: temporal, fields: { ...perDay, n: 'AVG(`x`)' } }, daily(rows));
  expect(series[0]).toMatchObject({ symbol: 'none' });
  expect(series[0]!.data[30]).toEqual({ value: 5, symbol: 'circle' });
  expect(series[0]!.data[3]).toBe(1);
});
test('a logarithmic axis has no place for zero', () => {
  const { option, series, notes } = drawn('bar', { encodings: { ...named, y: { ...named.y, scale: { type: 'quantitative', function: { type: 'log' } } } } }, models([['a', 0], ['b', -1], ['c', 10]]));
  expect(option['yAxis'].type).toBe('log');
  expect(series[0]!.data).toEqual([null, null, 10]);
  expect(notes).toHaveLength(1);
});
test('bars and lines, with an axis of their own', () => {
  const y = { primary: { fields: [{ fieldName: 'n' }] }, secondary: { fields: [{ fieldName: 'rate', format: { type: 'number-percent' } }] } };
  const { series, option } = drawn('combo', { encodings: { x: named.x, y } }, table({ model: 'STRING', n: 'LONG', rate: 'DOUBLE' }, [['a', 10, 0.5], ['b', 20, null]]));
  expect(series).toMatchObject([{ type: 'bar', data: [10, 20] }, { type: 'line', data: [0.5, null], yAxisIndex: 1 }]);
  expect(option['yAxis'][1].axisLabel.formatter(0.5)).toBe('50%');
});
test('tooltips are no HTML and have the values in their formats', () => {
  const { option } = drawn('bar', { encodings: { ...named, y: { ...named.y, displayName: 'Cost', format: { type: 'number-currency', currencyCode: 'EUR', decimalPlaces: { type: 'fixed', places: 2 } } } } }, models([['<b>a</b>', 1234.5]]));
  expect(option['tooltip'].renderMode).toBe('richText');
  expect(option['tooltip'].formatter([{ seriesIndex: 0, dataIndex: 0 }])).toBe('<b>a</b>\nCost: €1,234.50');
});
test('in words', () => expect(drawn('bar', { encodings: named }, models([['a', 1], ['b', 5]])).description).toBe('Bar chart of n by model. n: 2 values, from 1 (a) to 5 (b).'));
