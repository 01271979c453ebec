import { expect, test } from 'vitest';
import type { Column } from '../../api/statements';
import type { ChartTheme } from '../../charts/theme';
import { compile } from './compile';
import { describe as inWords } from './describe';
import { formatsOf } from './formats';
import { chartData } from './series';
import type { ChartSettings, Kind } from './settings';

const theme: ChartTheme = { text: '#111', quiet: '#555', line: '#ccc', page: '#fff', panel: '#eee', series: ['#00f', '#f00'], font: 'sans-serif' };
const column = (name: string, type_name: string): Column => ({ name, type_name, type_text: type_name });
const columns = [column('at', 'TIMESTAMP'), column('model', 'STRING'), column('tokens', 'LONG')];
const rows = [['2026-01-01T23:30:00.000Z', 'a', '1500'], ['2026-01-02T00:30:00.000Z', 'b', '2500']];
const labels = { x: 'model', y: 'sum of tokens' };

function drawn(kind: Kind, settings: Partial<ChartSettings> = {}) {
  const data = chartData({ columns, rows }, { kind, x: 1, y: [2], aggregation: kind === 'scatter' ? 'none' : 'sum', ...settings });
  const formats = formatsOf(data, 'utc', 'en-GB');
  return { data, formats, option: compile(data, kind, labels, formats, theme) as Record<string, any> };
}

test('bars stand on named places', () => {
  const { option } = drawn('bar');
  expect(option['xAxis']).toMatchObject({ type: 'category', data: ['a', 'b'] });
  expect(option['series']).toMatchObject([{ type: 'bar', name: 'tokens', data: [1500, 2500] }]);
  expect(option['legend']).toBeUndefined();
});
test('lines run over time, areas are filled', () => {
  expect(drawn('line', { x: 0 }).option).toMatchObject({ xAxis: { type: 'time' }, series: [{ type: 'line', data: [[Date.UTC(2026, 0, 1, 23, 30), 1500], [Date.UTC(2026, 0, 2, 0, 30), 2500]] }] });
  expect(drawn('line', { x: 0 }).option['series'][0].areaStyle).toBeUndefined();
  expect(drawn('area', { x: 0 }).option['series'][0].areaStyle).toBeDefined();
});
test('points and slices', () => {
  expect(drawn('scatter', { x: 2 }).option).toMatchObject({ xAxis: { type: 'value' }, tooltip: { trigger: 'item' }, series: [{ type: 'scatter', data: [[1500, 1500], [2500, 2500]] }] });
  expect(drawn('pie').option).toMatchObject({ legend: {}, series: [{ type: 'pie', data: [{ name: 'a', value: 1500 }, { name: 'b', value: 2500 }] }] });
});
test('several series have a legend', () => expect(drawn('line', { x: 0, group: 1 }).option).toMatchObject({ legend: {}, series: [{ name: 'a' }, { name: 'b' }] }));
test.each(['bar', 'line', 'area', 'scatter', 'pie'] as Kind[])('tooltips of %s are no HTML', (kind) => expect(drawn(kind).option['tooltip'].renderMode).toBe('richText'));
test('a tooltip has the value of each series, in full', () => {
  const { option } = drawn('line', { x: 0 });
  expect(option['tooltip'].formatter([{ seriesIndex: 0, dataIndex: 1 }])).toBe('2 Jan 2026, 00:30:00 UTC\ntokens: 2,500');
});
test('colours are the theme\'s', () => expect(drawn('bar').option).toMatchObject({ color: ['#00f', '#f00'], textStyle: { color: '#111' } }));
test('dates have no zone, times the chosen one', () => {
  const days = chartData({ columns: [column('day', 'DATE'), column('n', 'LONG')], rows: [['2026-03-01', '1']] }, { kind: 'line', x: 0, y: [1], aggregation: 'sum' });
  expect(formatsOf(days, 'local', 'en-GB').x(Date.UTC(2026, 2, 1))).toBe('1 Mar 2026');
  expect(drawn('line', { x: 0 }).formats.x(Date.UTC(2026, 2, 1))).toBe('1 Mar 2026, 00:00:00 UTC');
});
test('in words', () => {
  const { data, formats } = drawn('bar');
  expect(inWords(data, 'bar', labels, formats)).toBe('Bar chart of sum of tokens by model. 2 values, from 1,500 (a) to 2,500 (b).');
});
