import { describe, expect, test } from 'vitest';
import type { DashboardDocument, Page, Widget } from '../document/document';
import { readChosen, readCrossFilters, withChoice, withCrossFilter, withoutChoices, type Chosen } from './address';
import { defaultOf } from './defaults';
import { dayOf, presets, rangeName, todayIn } from './relativeDates';
import { requestFor } from './requests';

describe('the address', () => {
  test.each([
    [{ values: ['a'] }],
    [{ values: ['a', 'b & c=d', null, '\\N', '\\', '', 'ä'] }],
    [{ values: [] }],
    [{ range: { min: 'now-29d/d', max: 'now/d' } }],
    [{ range: { max: '2026-01-01' } }],
  ])('%j comes back as it was', (value) => {
    const search = withChoice(new URLSearchParams('other=1'), 'w.1 ü', value);
    expect(readChosen(new URLSearchParams(search.toString()))).toEqual({ 'w.1 ü': value });
    expect(search.get('other')).toBe('1');
  });
  test('a range of nothing is all, not the default', () => expect(readChosen(withChoice(new URLSearchParams(), 'w', { range: {} }))).toEqual({ w: { values: [] } }));
  test('a new choice takes the place of the old one, and none goes back to the default', () => {
    const search = withChoice(withChoice(new URLSearchParams(), 'w', { values: ['a', 'b'] }), 'w', { range: { min: '1' } });
    expect(readChosen(search)).toEqual({ w: { range: { min: '1' } } });
    expect(withChoice(search, 'w', undefined).toString()).toBe('');
  });
  test('what was clicked, one for each widget', () => {
    const search = withCrossFilter(withCrossFilter(withCrossFilter(new URLSearchParams(), 'a', { m: ['1'] }), 'b', { n: [null] }), 'a', { m: ['2'] });
    expect(readCrossFilters(search)).toEqual([{ widget: 'b', values: { n: [null] } }, { widget: 'a', values: { m: ['2'] } }]);
    expect(readCrossFilters(withCrossFilter(search, 'a', undefined))).toHaveLength(1);
    expect(withoutChoices(withChoice(search, 'w', { values: ['x'] })).toString()).toBe('');
  });
  test.each(['x=no', 'x=[1,2]', 'x=["w",{"f":"a"}]', 'x=["w",null]', 'x=["w",{"f":[1]}]', '.=1', 'f.=1', '__proto__.x=1'])('%s is nothing', (text) => {
    expect(readCrossFilters(new URLSearchParams(text))).toEqual([]);
    expect(readChosen(new URLSearchParams(text))).toEqual({});
  });
});

describe('days', () => {
  const today = '2026-03-31';
  test.each([
    ['now', '2026-03-31'], ['now/d', '2026-03-31'], ['now-6d/d', '2026-03-25'], ['now-1M', '2026-02-28'], ['now-1M/M', '2026-02-01'], ['now-12M/M', '2025-03-01'],
    ['now/M', '2026-03-01'], ['now/y', '2026-01-01'], ['now/Q', '2026-01-01'], ['now/w', '2026-03-30'], ['now-1w/w', '2026-03-23'], ['now+1y', '2027-03-31'], ['now-2h', '2026-03-31'],
    ['2026-01-05', '2026-01-05'], ['2026-01-05T10:00:00.000', '2026-01-05'], ['yesterday', undefined], ['now-d', undefined],
  ])('%s', (text, day) => expect(dayOf(text, today)).toBe(day));
  test.each([
    ['Today', '2026-03-31', '2026-03-31'], ['Last 7 days', '2026-03-25', '2026-03-31'], ['Last 30 days', '2026-03-02', '2026-03-31'], ['Last 90 days', '2026-01-01', '2026-03-31'],
    ['This month', '2026-03-01', '2026-03-31'], ['Last month', '2026-02-01', '2026-02-28'],
  ])('%s', (name, from, to) => {
    const range = presets.find((one) => one.name === name)!.range(today);
    expect([dayOf(range.min, today), dayOf(range.max, today)]).toEqual([from, to]);
    expect(rangeName(range, today)).toBe(name);
  });
  test('in words', () => {
    expect(rangeName({ min: '2026-01-05', max: 'now/d' }, today, 'en-US')).toBe('Jan 5, 2026 – Mar 31, 2026');
    expect(rangeName({ min: '2026-01-05' }, today, 'en-US')).toBe('from Jan 5, 2026');
    expect(rangeName({}, today)).toBe('All');
  });
  test('today is the zone\'s', () => {
    const now = new Date('2026-03-31T23:30:00Z');
    expect([todayIn('UTC', now), todayIn('Europe/Berlin', now), todayIn('America/New_York', now)]).toEqual(['2026-03-31', '2026-04-01', '2026-03-31']);
  });
});

const widget = (name: string, widgetType: string, ...datasets: string[]): Widget => ({ name, spec: { widgetType, encodings: { fields: [{ fieldName: 'f', queryName: 'q0' }] } }, queries: datasets.map((datasetName, at) => ({ name: `q${at}`, query: { datasetName } })) });
const page = (name: string, pageType: string, ...widgets: Widget[]): Page => ({ name, pageType, layout: widgets.map((one) => ({ position: { x: 0, y: 0, width: 1, height: 1 }, widget: one })) });

describe('what is asked', () => {
  const chart = widget('chart', 'bar', 'usage');
  const other = widget('other', 'bar', 'usage');
  const spend = widget('spend', 'bar', 'spend');
  const own = widget('own', 'filter-multi-select', 'usage');
  const global = widget('global', 'filter-date-range-picker', 'usage', 'spend');
  const elsewhere = widget('elsewhere', 'filter-single-select', 'usage');
  const first = page('first', 'PAGE_TYPE_CANVAS', chart, other, spend, own);
  const document: DashboardDocument = { datasets: [], pages: [first, page('second', 'PAGE_TYPE_CANVAS', elsewhere), page('filters', 'PAGE_TYPE_GLOBAL_FILTERS', global)] };
  const chosen: Chosen = { own: { values: ['a'] }, global: { range: { min: 'now/d' } }, elsewhere: { values: ['b'] }, gone: { values: ['c'] } };
  const clicked = [{ widget: 'chart', values: { f: ['x'] } }, { widget: 'gone', values: { f: ['y'] } }];
  const ask = (one: Widget) => requestFor(document, first, one, chosen, clicked, 'UTC');
  test('filters of the page and global ones, of the widget\'s datasets', () => {
    expect(ask(other)).toEqual({ filters: { own: { values: ['a'] }, global: { range: { min: 'now/d' } } }, cross_filters: [clicked[0]], time_zone: 'UTC' });
    expect(ask(spend)).toEqual({ filters: { global: { range: { min: 'now/d' } } }, cross_filters: [], time_zone: 'UTC' });
  });
  test('what was clicked does not filter itself', () => expect(ask(chart).cross_filters).toEqual([]));
  test('a filter is offered what the others leave, whatever it is set to', () => expect(ask(own)).toEqual({ filters: { own: { values: [] }, global: { range: { min: 'now/d' } } }, cross_filters: [], time_zone: 'UTC' }));
});

test('defaults: of the filter, else of the parameter that it sets', () => {
  const document: DashboardDocument = { datasets: [{ name: 'usage', parameters: [{ keyword: 'p', defaultSelection: { values: { values: [{ value: 'x' }] } } }] }], pages: [] };
  const filter: Widget = { ...widget('w', 'filter-single-select', 'usage'), spec: { widgetType: 'filter-single-select', encodings: { fields: [{ parameterName: 'p', queryName: 'q0' }] } } };
  expect(defaultOf(document, filter)).toEqual({ values: ['x'] });
  const own = { defaultSelection: { range: { dataType: 'DATE', min: { value: 'now-7d/d' } } } };
  expect(defaultOf(document, { ...filter, spec: { ...filter.spec!, selection: own } })).toEqual({ range: { min: 'now-7d/d' } });
  expect(defaultOf({ datasets: [], pages: [] }, filter)).toBeUndefined();
});
