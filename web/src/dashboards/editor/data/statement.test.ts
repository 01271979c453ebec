import { expect, test } from 'vitest';
import type { Dataset, DatasetParameter } from '../../document/document';
import { datasetStatement } from './statement';

const dataset = (query: string, ...parameters: DatasetParameter[]): Dataset => ({ name: 'd', query, parameters });
const run = (one: Dataset) => datasetStatement(one, 100, '2026-11-26', 'Europe/Berlin');
const values = (dataType: string, ...list: (string | null)[]) => ({ values: { dataType, values: list.map((value) => ({ value })) } });

test('rows, without the semicolon at the end', () => expect(run({ name: 'd', queryLines: ['SELECT 1 -- one\n', ';\n'] })).toEqual({ statement: 'SELECT * FROM (\nSELECT 1 -- one\n) AS dataset LIMIT 100', parameters: [] }));
test('one value, and the time zone', () =>
  expect(run(dataset("SELECT :n, ':no', :time_zone", { keyword: 'n', dataType: 'INTEGER', defaultSelection: values('INTEGER', '5') })).parameters).toEqual([{ name: 'n', value: '5', type: 'BIGINT' }, { name: 'time_zone', value: 'Europe/Berlin', type: 'STRING' }]));
test('a range of days', () =>
  expect(run(dataset('x BETWEEN :r.min AND :r.max', { keyword: 'r', dataType: 'DATE', complexType: 'RANGE', defaultSelection: { range: { dataType: 'DATE', min: { value: 'now-12M/M' }, max: { value: 'now/M' } } } })).parameters).toEqual([{ name: 'r.min', value: '2025-11-01', type: 'DATE' }, { name: 'r.max', value: '2026-11-30', type: 'DATE' }]));
test('several values, in a list and as an array', () => {
  const { statement, parameters } = run(dataset('a IN (:p) AND b = :p', { keyword: 'p', complexType: 'MULTI', defaultSelection: values('STRING', 'x', null) }));
  expect(statement).toContain('a IN (:p_value_1, :p_value_2) AND b = ARRAY(:p_value_1, :p_value_2)');
  expect(parameters).toEqual([{ name: 'p_value_1', value: 'x', type: 'STRING' }, { name: 'p_value_2', value: null, type: 'STRING' }]);
});
test('a time begins its day', () => expect(run(dataset(':t', { keyword: 't', dataType: 'DATETIME', defaultSelection: values('DATETIME', 'now-1d/d') })).parameters[0]!.value).toBe('2026-11-25T00:00:00'));
test('what is missing is said', () => {
  expect(() => run(dataset('  '))).toThrow('no SQL');
  expect(() => run(dataset('SELECT :x'))).toThrow('The SQL has :x');
  expect(() => run(dataset('SELECT :x', { keyword: 'x' }))).toThrow('The parameter x has no default');
});
