import { expect, test } from 'vitest';
import { readDocument, type Widget } from '../document/document';
import { addDataset, deleteDataset, setCalculation, setParameter, setSql } from './change/datasets';
import { setField } from './change/fields';
import { newFilter, withTarget } from './change/filters';
import { sample } from './change/sample';
import { slotsOf } from './change/slots';
import { addWidget, findWidget } from './change/widgets';
import { parametersIn, problemsOf, problemsOfDataset, problemsOfPages, usersOf } from './problems';
import { drawn, versionOf } from './useDraftSource';

const document = readDocument(sample);
const widget = (name: string, of = document): Widget => findWidget(of, name)!.item.widget;
const types = new Map([['day', 'DATE'], ['amount', 'DECIMAL']]);

test('what is right has no problems', () => {
  expect(problemsOf(document, widget('w1'), types)).toEqual([]);
  expect(document.pages.flatMap((page) => page.layout).filter(({ widget: one }) => one.name !== 'no place').flatMap(({ widget: one }) => problemsOf(document, one))).toEqual([]);
  expect(document.datasets.map((dataset) => problemsOfDataset(document, dataset))).toEqual([[], []]);
  expect(problemsOfPages(document)).toEqual([]);
});
test('a dataset that is gone', () => {
  const without = deleteDataset(document, 'aaaa0001');
  expect(problemsOf(without, widget('w1', without))).toEqual(['Its dataset aaaa0001 is not there. Choose another.']);
  expect(problemsOf(without, widget('f1', without))).toEqual(['Its dataset aaaa0001 is not there. Choose another.']);
});
test('a column that the dataset has not', () => expect(problemsOf(document, widget('w1'), new Map([['day', 'DATE']]))).toEqual(['The dataset Orders has no column amount.']));
test('a calculated column that is gone', () => {
  const without = setCalculation(document, 'aaaa0001', 0, undefined);
  expect(problemsOf(without, widget('w2', without))).toEqual(['The dataset Orders has no calculated column error rate.']);
});
test('a field that is needed, a type that is not known, a name that is there twice', () => {
  const without = setField(document, 'w1', slotsOf('bar').find(({ path }) => path === 'y')!, 0, undefined, types);
  expect(problemsOf(without, widget('w1', without))).toEqual(['Choose a field for Y axis.']);
  expect(problemsOf(document, { ...widget('w2'), spec: { widgetType: 'funnel' } })[0]).toContain('funnel is not supported');
  const twice = addWidget(document, 'p2', widget('w1'));
  expect(problemsOf(twice, widget('w1', twice))[0]).toContain('2 widgets are named w1');
});
test('filters', () => {
  const filter = newFilter('n', 'filter-multi-select', 'F');
  expect(problemsOf(document, filter)).toEqual(['It acts on nothing yet. Choose a field or a parameter.']);
  expect(problemsOf(document, withTarget(filter, 0, { dataset: 'aaaa0001', parameter: 'gone' }))).toEqual(['The dataset Orders has no parameter gone.']);
  expect(problemsOf(document, withTarget(filter, 0, { dataset: 'aaaa0001', column: '' }))).toEqual(['Choose a field or a parameter that it acts on.']);
});
test('datasets', () => {
  const changed = setParameter(setSql(addDataset(document, { name: 'n', displayName: 'Old', queryLines: [] }), 'aaaa0002', "SELECT :a, ':no', x:y"), 'aaaa0001', 1, { keyword: 'since' });
  expect(problemsOfDataset(changed, changed.datasets[2]!)).toEqual(['Another dataset is called Old too. Give it a name of its own.', 'It has no SQL yet.']);
  expect(problemsOfDataset(changed, changed.datasets[1]!)).toContain('The SQL has :a, which is not among the parameters. Add it.');
  expect(problemsOfDataset(changed, changed.datasets[0]!)).toEqual(['Several parameters have the keyword since.']);
  const adding = { ...document.datasets[0]!, rowsDatasetName: 'aaaa0002' };
  expect(problemsOfDataset({ ...document, datasets: [adding, document.datasets[1]!] }, adding)).toEqual([]);
  expect(problemsOfDataset({ ...document, datasets: [adding] }, adding)).toEqual(['The rows that it adds up are in the dataset aaaa0002, which is not there.']);
  expect(parametersIn('SELECT :a, :b.min, :b.max -- :c')).toEqual(['a', 'b']);
  expect(usersOf(document, 'aaaa0001')).toEqual(['Sales', 'counter w2', 'Since']);
});
test('pages', () => expect(problemsOfPages({ ...document, pages: [...document.pages, document.pages[0]!] })).toHaveLength(1));

test('a widget is asked for anew when its result may be another, and else not', () => {
  const version = (of = document, warehouse: string | null = null) => versionOf(of, 'w1', warehouse);
  const titled = { ...document, pages: document.pages.map((page) => ({ ...page, displayName: 'X' })) };
  expect(version()).toBe(version());
  expect(version(titled)).toBe(version());
  expect(version(setSql(document, 'aaaa0002', 'SELECT 9'))).toBe(version());
  expect(version(setSql(document, 'aaaa0001', 'SELECT 9'))).not.toBe(version());
  expect(version(document, 'other')).not.toBe(version());
  expect(version(setField(document, 'w1', slotsOf('bar')[0]!, 0, { kind: 'truncated', unit: 'YEAR', column: 'day' }, types))).not.toBe(version());
  const filtered = addWidget(document, 'g', withTarget(newFilter('gf', 'filter-date-picker', 'F'), 0, { dataset: 'aaaa0001', column: 'day' }));
  expect(version(filtered)).not.toBe(version());
  expect(versionOf(document, 'nobody', null)).toBeUndefined();
});
test('until another query is saved the widget is drawn as it was', () => {
  const changed = setField(document, 'w1', slotsOf('bar')[0]!, 0, { kind: 'truncated', unit: 'YEAR', column: 'day' }, types);
  expect(drawn(widget('w1', changed), document)).toBe(widget('w1'));
  expect(drawn(widget('w1', changed), changed)).toBe(widget('w1', changed));
  const retitled = { ...widget('w1'), spec: { ...widget('w1').spec!, frame: { title: 'Other' } } };
  expect(drawn(retitled, document)).toBe(retitled);
});
