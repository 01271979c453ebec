import { describe, expect, test } from 'vitest';
import type { CounterModel } from './counter';
import { compiled, source, table, theme } from './fixtures';
import { formatOfPattern, numberFormat, timeFormat } from './format';
import { contrast, readable } from './palette';
import type { PivotModel } from './pivot';
import { safeLink, type TableModel } from './table';
import { filled, granularityOf, inferredGranularity, next, wallTime } from './times';

describe('counter', () => {
  const counter = (encodings: Record<string, unknown>, ...results: ReturnType<typeof table>[]) => compiled('counter', { encodings, fields: { day: 'DATE_TRUNC("DAY", `at`)', n: 'SUM(`n`)' } }, ...results) as CounterModel;
  const value = { fieldName: 'n', displayName: 'Requests', format: { type: 'number', abbreviation: 'compact' } };
  const both = (n: number | null, before: number | null) => table({ n: 'LONG', before: 'LONG' }, [[n, before]]);
  const target = { fieldName: 'before', displayName: 'the week before' };
  test('short, and in full', () => expect(counter({ value }, both(1_234_567, null))).toMatchObject({ value: '1.23M', full: '1,234,567' }));
  test.each([
    [120, 100, '+20%', 'up', 'up', true],
    [120, 100, '+20%', 'up', 'down', false],
    [80, 100, '-20%', 'down', 'down', true],
    [100, 100, '0%', 'same', 'up', undefined],
    [5, 0, 'new', 'up', 'up', true],
    [-50, -100, '+50%', 'up', undefined, undefined],
  ] as const)('%d against %d is %s', (n, before, text, direction, goodDirection, isGood) =>
    expect(counter({ value, target: { ...target, goodDirection } }, both(n, before)).comparison).toEqual({ text, direction, against: `against ${before} (the week before)`, ...(isGood === undefined ? {} : { isGood }) }));
  test('nothing to compare with', () => expect(counter({ value, target }, both(5, null))).not.toHaveProperty('comparison'));
  test('what another query of the widget has', () => {
    expect(counter({ value, target: { ...target, queryName: 'previous' } }, both(120, null), table({ before: 'LONG' }, [[100]], 'previous')).comparison).toMatchObject({ text: '+20%', against: 'against 100 (the week before)' });
    expect(counter({ value, target: { ...target, queryName: 'previous' } }, both(120, 7), table({ before: 'LONG' }, [[null]], 'previous'))).not.toHaveProperty('comparison');
  });
  test('no value is no zero', () => expect(counter({ value, target }, both(null, 3))).toMatchObject({ value: '–', description: 'Requests: no value' }));
  test('a time series: the last, the one before, and the course', () => {
    const model = counter({ value, period: { fieldName: 'day' } }, table({ day: 'TIMESTAMP', n: 'LONG' }, [['2026-01-04T00:00:00.000', 30], ['2026-01-01T00:00:00.000', 10], ['2026-01-03T00:00:00.000', 20]]));
    expect(model).toMatchObject({ value: '30', sparkline: [10, 0, 20, 30], comparison: { text: '+50%' } });
  });
  test('the course of another query', () => {
    const sparkline = { queryName: 'course', x: { fieldName: 'day' }, y: { fieldName: 'rate' } };
    expect(counter({ value, sparkline }, both(5, null), table({ day: 'DATE', rate: 'DOUBLE' }, [['2026-01-01', 1], ['2026-01-02', null], ['2026-01-03', 3]], 'course')).sparkline).toEqual([1, null, 3]);
  });
  test('a name', () => expect(counter({ value: { fieldName: 'who' } }, table({ who: 'STRING' }, [['ada']])).value).toBe('ada'));
});

describe('table', () => {
  const rows = table({ name: 'STRING', n: 'DECIMAL', at: 'TIMESTAMP', ok: 'BOOLEAN' }, [['a/b', '12345678901234567890.5', '2026-07-01T23:30:00.000Z', 'true'], [null, '-1', null, 'false'], ['c', null, '2026-07-02T00:00:00.000Z', null]]);
  const model = (columns: Record<string, unknown>[], timeZone = 'UTC') => compiled('table', { encodings: { columns }, timeZone }, rows) as TableModel;
  test('all columns without a choice', () => expect((compiled('table', { encodings: {} }, rows) as TableModel).columns.map(({ name, align }) => [name, align])).toEqual([['name', 'left'], ['n', 'right'], ['at', 'left'], ['ok', 'left']]));
  test('numbers keep their digits, NULL stays NULL, times are of the zone', () => {
    const { cell } = model([{ fieldName: 'n', displayName: 'N', format: { type: 'number' } }, { fieldName: 'at' }], 'Europe/Berlin');
    expect(cell(0, 0).text).toBe('12,345,678,901,234,567,890.5');
    expect(cell(2, 0).text).toBeNull();
    expect(cell(0, 1).text).toBe('Jul 2, 2026, 1:30:00 AM');
  });
  test('columns of old documents', () => {
    const { columns, cell } = model([{ fieldName: 'n', title: 'Sum', numberFormat: '0.00', alignContent: 'left' }, { fieldName: 'ok', visible: false }, { fieldName: 'at', displayAs: 'datetime', dateTimeFormat: 'DD.MM.YYYY HH:mm' }, { fieldName: 'ok', booleanValues: ['no', 'yes'] }]);
    expect(columns).toMatchObject([{ name: 'Sum', align: 'left' }, { name: 'at' }, { name: 'ok' }]);
    expect([cell(1, 0).text, cell(0, 1).text, cell(0, 2).text, cell(1, 2).text]).toEqual(['-1.00', '01.07.2026 23:30', 'yes', 'no']);
  });
  test('conditions: the first that holds, of now and of old', () => {
    const { cell } = model([
      { fieldName: 'n', style: { rules: [{ condition: { operator: '<', operand: { value: '0' } }, backgroundColor: { hex: '#102030' } }, { condition: { operator: '>=', operand: { value: '0' } }, color: { themeColorType: 'visualizationColors', position: 2 } }] } },
      { fieldName: 'name', cellFormat: { rules: [{ if: { column: 'ok', fn: '=', literal: 'true' }, value: { foregroundColor: '#ffff00' } }] } },
    ]);
    expect(cell(1, 0).style).toEqual({ backgroundColor: '#102030', color: '#ffffff' });
    expect(cell(0, 0).style).toEqual({ color: 'rgb(0, 0, 2)' });
    expect(cell(2, 0).style).toBeUndefined();
    expect(contrast(cell(0, 1).style!.color!, theme.page)).toBeGreaterThanOrEqual(4.5);
    expect(cell(1, 1).style).toBeUndefined();
  });
  test('links are filled in safely', () => {
    const { cell } = model([{ fieldName: 'name', displayAs: 'link', linkUrlTemplate: '/ui/ai-gateway/{{ @ }}?n={{n}}', linkTextTemplate: 'open {{ @ }}' }]);
    expect(cell(0, 0)).toEqual({ text: 'open a/b', href: '/ui/ai-gateway/a%2Fb?n=12345678901234567890.5' });
    expect(cell(1, 0)).toEqual({ text: null });
  });
  test('sorted as numbers, NULL last either way', () => {
    expect(model([{ fieldName: 'n' }]).sorted(0, true)).toEqual([0, 1, 2]);
    expect(model([{ fieldName: 'n' }]).sorted(0, false)).toEqual([1, 0, 2]);
  });
});
test.each([['https://example.com/a', true], ['/ui/sql', true], ['//example.com', false], ['/\\example.com', false], ['http://example.com', false], ['javascript:alert(1)', false], [' JaVaScRiPt:alert(1)', false], ['data:text/html,x', false], ['nothing', false]])('%s may be followed: %s', (url, may) => expect(safeLink(url) !== undefined).toBe(may));

test('pivot: names meet; what has no row is empty, what is NULL says so', () => {
  const encodings = { rows: [{ fieldName: 'm', displayName: 'Model' }], columns: [{ fieldName: 'y' }, { fieldName: 'w' }], cell: { type: 'multi-cell', fields: [{ fieldName: 'n', format: { type: 'number' } }, { fieldName: 'c' }] } };
  const model = compiled('pivot', { encodings }, table({ m: 'STRING', y: 'INT', w: 'STRING', n: 'LONG', c: 'DOUBLE' }, [['b', 2026, 'x', 1000, 1], ['a', 2026, 'x', null, 2], ['a', 2025, 'z', 3, 3], [null, 2026, 'y', 4, 4]])) as PivotModel;
  expect(model.rowFields).toEqual(['Model']);
  expect(model.heads).toEqual([[{ text: '2025', span: 2 }, { text: '2026', span: 4 }], [{ text: 'z', span: 2 }, { text: 'x', span: 2 }, { text: 'y', span: 2 }], ['n', 'c', 'n', 'c', 'n', 'c'].map((text) => ({ text, span: 1 }))]);
  expect(model.rows.map(({ names, cells }) => [...names, ...cells.map(({ text }) => text)])).toEqual([
    ['a', '3', '3', 'NULL', '2', '', ''],
    ['b', '', '', '1,000', '1', '', ''],
    ['NULL', '', '', '', '', '4', '4'],
  ]);
});

describe('numbers', () => {
  test.each([
    [{ type: 'number' }, 1234.5, '1,234.5'],
    [{ type: 'number-plain', hideGroupSeparator: true }, 1234, '1234'],
    [{ type: 'number-percent' }, 0.1234567, '12.35%'],
    [{ type: 'number-percent', decimalPlaces: { type: 'fixed', places: 1 } }, 0.5, '50.0%'],
    [{ type: 'number-percent', decimalPlaces: { type: 'max', places: 1 } }, 0.5, '50%'],
    [{ type: 'number-currency' }, 3, '$3.00'],
    [{ type: 'number-currency', currencyCode: 'no code' }, 3, '$3.00'],
    [{ type: 'number-currency', currencyCode: 'EUR', abbreviation: 'compact' }, 1_500_000, '€1.5M'],
    [{ type: 'number', abbreviation: 'compact', decimalPlaces: { type: 'max', places: 0 } }, 1999, '2K'],
    [undefined, -0.25, '-0.25'],
  ])('%o of %d is %s', (format, value, text) => expect(numberFormat(format, 'en-US')(value)).toBe(text));
  test.each([['0,0.00', '1,234.50'], ['0', '1235'], ['0.[00]', '1234.5'], ['$0,0.0', '$1,234.5'], ['0%', '123450%']])('the old pattern %s', (pattern, text) => expect(numberFormat(formatOfPattern(pattern), 'en-US')(1234.5)).toBe(text));
});

describe('times', () => {
  test('instants are read in the zone, what has none is the wall\'s clock', () => {
    expect(wallTime('2026-03-29T01:30:00.000Z', 'Europe/Berlin')).toBe(Date.UTC(2026, 2, 29, 3, 30));
    expect(wallTime('2026-03-29T00:30:00+00:00', 'Europe/Berlin')).toBe(Date.UTC(2026, 2, 29, 1, 30));
    expect(wallTime('2026-03-29T00:00:00.000', 'Europe/Berlin')).toBe(Date.UTC(2026, 2, 29));
    expect(wallTime('2026-03-29 10:11:12.123456', 'UTC')).toBe(Date.UTC(2026, 2, 29, 10, 11, 12, 123));
    expect(wallTime('2026-03-29', 'America/New_York')).toBe(Date.UTC(2026, 2, 29));
    expect([wallTime(null, 'UTC'), wallTime('gpt-5', 'UTC'), wallTime('5', 'UTC')]).toEqual([null, null, null]);
  });
  test.each([['DATE_TRUNC("DAY", `c`)', 'day'], ["date_trunc('MM', c)", 'month'], ['DATE_TRUNC("QUARTER", `c`)', 'quarter'], ['`c`', undefined], ['DATE_TRUNC("CENTURY", `c`)', undefined]])('%s', (expression, unit) => expect(granularityOf(expression)).toBe(unit));
  test('buckets that the times themselves show', () => {
    const days = (...list: number[]) => list.map((day) => Date.UTC(2026, 0, day));
    expect(inferredGranularity(days(1, 2, 5))).toBe('day');
    expect(inferredGranularity(days(5, 12, 26))).toBe('week');
    expect(inferredGranularity([Date.UTC(2026, 0), Date.UTC(2026, 4)])).toBe('month');
    expect(inferredGranularity([Date.UTC(2025, 0), Date.UTC(2026, 0)])).toBe('year');
    expect(inferredGranularity(days(3, 6, 10))).toBeUndefined();
    expect(inferredGranularity(days(1))).toBeUndefined();
  });
  test('months and years have their own length', () => {
    expect(next(Date.UTC(2026, 11, 1), 'month')).toBe(Date.UTC(2027, 0, 1));
    expect(filled([Date.UTC(2026, 0, 1), Date.UTC(2026, 3, 1)], 'month')).toHaveLength(4);
    expect(filled([Date.UTC(2024, 0, 1), Date.UTC(2026, 0, 1)], 'quarter')).toHaveLength(9);
  });
  test('too many buckets are not filled', () => expect(filled([0, Date.UTC(2026, 0, 1)], 'minute')).toHaveLength(2));
  test('a time between the buckets fills nothing', () => expect(filled([0, 86_400_000, 100_000_000], 'day')).toEqual([0, 86_400_000, 100_000_000]));
  test('written by their buckets', () => {
    const time = Date.UTC(2026, 10, 5, 13);
    expect((['year', 'quarter', 'month', 'day', 'hour'] as const).map((unit) => timeFormat(unit, 'en-US')(time))).toEqual(['2026', 'Q4 2026', 'Nov 2026', 'Nov 5, 2026', 'Nov 5, 2026, 01:00 PM']);
  });
});

test('a colour that cannot be read is moved until it can', () => {
  for (const background of ['#ffffff', '#14171c', '#808080', '#ffcccc']) {
    for (const wanted of ['#ffff00', '#000000', '#ffffff', '#888888']) {
      expect(contrast(readable(wanted, background), background)).toBeGreaterThanOrEqual(4.5);
    }
  }
  expect(readable('#a4121c', '#ffffff')).toBe('rgb(164, 18, 28)');
});

test('the same source gives the same option', () => {
  const given = () => source('bar', { encodings: { x: { fieldName: 'm' }, y: { fieldName: 'n' } } }, table({ m: 'STRING', n: 'LONG' }, [['a', 1]]));
  expect(JSON.stringify(compiled('bar', { encodings: given().spec.encodings! }, ...given().result.queries))).toBe(JSON.stringify(compiled('bar', { encodings: given().spec.encodings! }, ...given().result.queries)));
});
