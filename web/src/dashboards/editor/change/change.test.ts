import { describe, expect, test } from 'vitest';
import { itemsOf, readDocument, textOf, type DashboardDocument } from '../../document/document';
import { encoding, fieldsOf } from '../../document/encodings';
import { begin, change, redo, undo, type Change } from '../text/history';
import { read, rewrite } from '../text/written';
import { cellRulesOf, newCellRule, withCellRule } from './cellRules';
import { addDataset, deleteDataset, renameDataset, setCalculation, setParameter, setSql } from './datasets';
import { changeEncoding, choiceOf, conditionsOf, formatted, moveField, named, setCondition, setDataset, setField, setType, sorted } from './fields';
import { newFilter, rangeSelection, setDefault, setFilterType, setTarget, targetsOf, valuesSelection, withTarget } from './filters';
import { setText, setWords } from './frame';
import { moved, place, resized } from './grid';
import { newName, unusedName } from './names';
import { addGlobalFilters, addPage, deletePage, movePage, renamePage } from './pages';
import { sample } from './sample';
import { slotsOf } from './slots';
import { addWidget, deleteWidget, duplicateWidget, findWidget, moveToPage } from './widgets';

const types = new Map([['day', 'DATE'], ['customer', 'STRING'], ['amount', 'DECIMAL']]);
const slot = (type: string, path: string) => slotsOf(type).find((one) => one.path === path)!;
const text = { name: 'new', multilineTextboxSpec: { lines: ['hello'] } };

/** Every change there is, once. */
const changes: Record<string, Change> = {
  'add a page': (d) => addPage(d, 'p3', 'Third'),
  'rename a page': (d) => renamePage(d, 'p1', 'Other'),
  'delete a page': (d) => deletePage(d, 'p1'),
  'move a page': (d) => movePage(d, 'p1', 1),
  'add a widget': (d) => addWidget(d, 'p1', text),
  'duplicate a widget': (d) => duplicateWidget(d, 'w1', 'copy'),
  'delete a widget': (d) => deleteWidget(d, 'w1'),
  'move a widget to another page': (d) => moveToPage(d, 'w1', 'p2'),
  'move a widget': (d) => place(d, 'p1', moved(d.pages[0]!, 'w1', 'right')),
  'resize a widget': (d) => place(d, 'p1', resized(d.pages[0]!, 'w1', { width: 1, height: 1 })),
  'change a type': (d) => setType(d, 'w1', 'line', types),
  'change a dataset': (d) => setDataset(d, 'w1', 'aaaa0002'),
  'change a field': (d) => setField(d, 'w1', slot('bar', 'x'), 0, { kind: 'truncated', unit: 'MONTH', column: 'day' }, types),
  'add a field': (d) => setField(d, 'w1', slot('bar', 'y'), 1, { kind: 'count' }, types),
  'take a field away': (d) => setField(d, 'w1', slot('bar', 'y'), 0, undefined, types),
  'name a field': (d) => changeEncoding(d, 'w1', slot('bar', 'y'), 0, named('Turnover')),
  'format a field': (d) => changeEncoding(d, 'w1', slot('bar', 'y'), 0, formatted({ type: 'number-currency', currencyCode: 'EUR' })),
  'add a condition': (d) => setCondition(d, 'w1', 0, 'amount > 1'),
  'sort an axis': (d) => changeEncoding(d, 'w1', slot('bar', 'x'), 0, sorted('y-reversed')),
  'set a title': (d) => setWords(d, 'w1', 'title', 'New title'),
  'set a description': (d) => setWords(d, 'w1', 'description', 'Why'),
  'write an old text': (d) => setText(d, 't1', '# Changed'),
  'write a text': (d) => setText(d, 't2', '# New\nother\n'),
  'change a kind of filter': (d) => setFilterType(d, 'f1', 'filter-single-select'),
  'add a target of a filter': (d) => setTarget(d, 'f1', 1, { dataset: 'aaaa0001', column: 'customer' }),
  'change a target of a filter': (d) => setTarget(d, 'f1', 0, { dataset: 'aaaa0001', column: 'day' }),
  'set a default': (d) => setDefault(d, 'f1', valuesSelection('DATE', ['2026-02-01'])),
  'add a dataset': (d) => addDataset(d, { name: 'aaaa0003', displayName: 'New', queryLines: [] }),
  'rename a dataset': (d) => renameDataset(d, 'aaaa0001', 'Sales'),
  'delete a dataset': (d) => deleteDataset(d, 'aaaa0002'),
  'change SQL in lines': (d) => setSql(d, 'aaaa0001', 'SELECT 2\nAS n'),
  'change SQL in one text': (d) => setSql(d, 'aaaa0002', 'SELECT 2 AS n'),
  'rename a parameter': (d) => setParameter(d, 'aaaa0001', 0, { ...d.datasets[0]!.parameters![0]!, keyword: 'from' }),
  'add a parameter': (d) => setParameter(d, 'aaaa0002', 0, { keyword: 'p', dataType: 'STRING' }),
  'delete a parameter': (d) => setParameter(d, 'aaaa0001', 0, undefined),
  'rename a calculation': (d) => setCalculation(d, 'aaaa0001', 0, { ...d.datasets[0]!.columns![0]!, displayName: 'failures' }),
  'add a calculation': (d) => setCalculation(d, 'aaaa0002', 0, { displayName: 'total', expression: 'SUM(n)' }),
  'delete a calculation': (d) => setCalculation(d, 'aaaa0001', 0, undefined),
};

const compact = JSON.stringify(JSON.parse(sample));
// As Python writes it: one line, with a space after each comma and colon.
const spaced = '{"datasets": [{"name": "aaaa0001", "query": "SELECT 1", "exact": 1.50, "parameters": [{"keyword": "since"}], "columns": [{"displayName": "error rate", "expression": "1"}]}, {"name": "aaaa0002", "query": "x"}], "pages": [{"name": "p1", "layout": [{"position": {"x": 0, "y": 0, "width": 3, "height": 3}, "widget": {"name": "w1", "spec": {"widgetType": "bar", "encodings": {}}}}]}, {"name": "p2"}]}';

describe.each(Object.entries(changes))('%s', (label, make) => {
  test.each([['indented', sample], ['on one line', compact]])('%s: it does something, undone it was never there, and done again it is the same', (_, before) => {
    const changed = change(begin(before), label, make);
    expect(changed.present.text).not.toBe(before);
    expect(undo(changed).present.text).toBe(before);
    expect(redo(undo(changed)).present.text).toBe(changed.present.text);
  });
  test('the text says what the document is', () => {
    for (const before of [sample, compact, spaced]) {
      const written = read(before);
      const document = make(written.document);
      expect(readDocument(rewrite(written, document).text)).toEqual(readDocument(JSON.stringify(document)));
    }
  });
  test('what is unknown stays, letter by letter', () => {
    const after = change(begin(sample), label, make).present.text;
    for (const kept of [...(label === 'delete a dataset' ? [] : ['"displayName":"Old"']), '"future": {"2": "two", "1": "one", "exact": 1.50, "large": 12345678901234567890, "small": 1e-7}', '"catalog": "main"', '"uiSettings": {"theme": {"10": "a", "9": "b"}, "applyModeEnabled": false}', ...(label === 'delete a parameter' ? [] : ['"note": "caf\\u00e9"'])]) {
      expect(after).toContain(kept);
    }
    if (!['delete a page', 'delete a widget'].includes(label)) {
      // On another page the widget's place is written anew, with all that it had.
      const ofPlace = label === 'move a widget to another page' ? ['"z": 9', '"pinned": 1'] : ['"z": 9.0', '"pinned": 1.0'];
      for (const kept of [...ofPlace, '"orders": [1.0]', '"headerAlignment": "center"', '"mark": {"layout": "group", "colors": ["#123456"]}', '"future": 2.0']) {
        expect(after).toContain(kept);
      }
    }
  });
});

test('a title changes its own letters and no others', () => expect(change(begin(sample), 'title', (d) => setWords(d, 'w1', 'title', 'Turnover')).present.text).toBe(sample.replace('"title": "Sales"', '"title": "Turnover"')));
test('a widget that moves changes its place and no more', () =>
  expect(change(begin(sample), 'move', (d) => place(d, 'p1', [{ i: 't1', x: 0, y: 4, w: 6, h: 2 }])).present.text).toBe(sample.replace('"position": {"x": 0, "y": 3, "width": 6, "height": 2}', '"position": {"x": 0, "y": 4, "width": 6, "height": 2}')));
test('pages that change places take their letters with them', () => {
  const after = change(begin(sample), 'move', (d) => movePage(d, 'p1', 1)).present.text;
  expect([...after].sort().join('')).toBe([...sample].sort().join(''));
  expect(readDocument(after).pages.map(({ name }) => name)).toEqual(['p2', 'p1', 'g']);
});
test('what is new is written in the style of the document', () => {
  expect(change(begin(sample), 'add', (d) => addDataset(d, { name: 'n', queryLines: ['a'] })).present.text).toContain('    {"name":"aaaa0002","displayName":"Old","query":"SELECT 1 AS n"},\n    {\n      "name": "n",\n      "queryLines": [\n        "a"\n      ]\n    }\n  ],');
  expect(change(begin(spaced), 'add', (d) => addPage(d, 'n', 'N')).present.text).toContain('{"name": "p2"}, {"name":"n","displayName":"N"');
  expect(change(begin('{}\n'), 'add', (d) => addPage(d, 'n', 'N')).present.text).toBe('{\n  "pages": [\n    {\n      "name": "n",\n      "displayName": "N",\n      "pageType": "PAGE_TYPE_CANVAS",\n      "layoutVersion": "GRID_V1",\n      "layout": []\n    }\n  ]\n}\n');
});
test('a change of nothing is none', () => {
  const history = begin(sample);
  expect(change(history, 'same', (d) => setSql(d, 'aaaa0002', 'SELECT 1 AS n')) === history).toBe(true);
  expect(change(history, 'same', (d) => setWords(d, 'w1', 'title', 'Sales')) === history).toBe(true);
});
test('letters of one title are undone together, and something new clears what was undone', () => {
  let history = begin(sample);
  for (const title of ['A', 'AB', 'ABC']) {
    history = change(history, 'title', (d) => setWords(d, 'w1', 'title', title), 'title w1');
  }
  expect(history.past).toHaveLength(1);
  expect(undo(history).present.text).toBe(sample);
  expect(change(undo(history), 'other', (d) => renamePage(d, 'p1', 'X')).future).toEqual([]);
  expect(undo(begin(sample)).present.text).toBe(sample);
});

const after = (make: Change): DashboardDocument => make(readDocument(sample));
const widget = (document: DashboardDocument, name: string) => findWidget(document, name)!.item.widget;

test('fields', () => {
  const monthly = widget(after(changes['change a field']!), 'w1');
  expect(monthly.queries![0]!.query.fields!.map(({ name }) => name)).toEqual(['sum(amount)', 'day_associativity', 'monthly(day)']);
  expect(encoding(monthly.spec!.encodings, 'x')).toEqual({ fieldName: 'monthly(day)', scale: { type: 'temporal', timeZone: 'x' }, displayName: 'day' });
  const two = widget(after(changes['add a field']!), 'w1');
  expect(fieldsOf(two.spec!.encodings, 'y').map(({ displayName, scale }) => [displayName, scale?.type])).toEqual([['Sales', 'quantitative'], ['Rows', 'quantitative']]);
  const reordered = moveField(after(changes['add a field']!), 'w1', slot('bar', 'y'), 1, -1);
  expect(fieldsOf(widget(reordered, 'w1').spec!.encodings, 'y').map(({ displayName }) => displayName)).toEqual(['Rows', 'Sales']);
  const none = widget(after(changes['take a field away']!), 'w1');
  expect([none.spec!.encodings!['y'], none.queries![0]!.query.fields!.length]).toEqual([undefined, 2]);
  expect(choiceOf(widget(after((d) => d), 'w1'), { fieldName: 'sum(amount)' })).toEqual({ kind: 'aggregate', name: 'SUM', column: 'amount' });
});
test('a name of one\'s own stays when the field changes, the usual one does not', () => {
  const change = (d: DashboardDocument) => setField(d, 'w1', slot('bar', 'y'), 0, { kind: 'aggregate', name: 'AVG', column: 'amount' }, types);
  expect(encoding(widget(after(change), 'w1').spec!.encodings, 'y')!.displayName).toBe('Sales');
  const usual = after((d) => change(changeEncoding(d, 'w1', slot('bar', 'y'), 0, named('Sum of amount'))));
  expect(encoding(widget(usual, 'w1').spec!.encodings, 'y')!.displayName).toBe('Average amount');
});
test('an expression that is typed stays one field', () => {
  const typed = ['SUM(a', 'SUM(a)/2'].reduce((d, expression) => setField(d, 'w1', slot('bar', 'y'), 0, { kind: 'custom', expression }, types), after((d) => d));
  expect(widget(typed, 'w1').queries![0]!.query.fields!.map(({ name, expression }) => [name, expression]).at(-1)).toEqual(['expression', 'SUM(a)/2']);
  expect(widget(typed, 'w1').queries![0]!.query.fields).toHaveLength(3);
});
test('colours of cells', () => {
  const field = { fieldName: 'n', style: { future: 1, rules: [{ condition: { operator: '<', later: true }, color: '#fff' }] } };
  const two = withCellRule(1, newCellRule())(field);
  expect(cellRulesOf(two).map(({ condition }) => condition!.operator)).toEqual(['<', '>']);
  expect(withCellRule(1, undefined)(two)).toEqual(field);
  expect(withCellRule(0, undefined)(field)).toEqual({ fieldName: 'n', style: { future: 1 } });
  expect(withCellRule(0, undefined)(withCellRule(0, newCellRule())({ fieldName: 'n' }))).toEqual({ fieldName: 'n' });
});
test('conditions', () => {
  const two = after((d) => setCondition(setCondition(d, 'w1', 0, 'a'), 'w1', 1, 'b'));
  expect(conditionsOf(widget(two, 'w1'))).toEqual(['a', 'b']);
  expect(conditionsOf(widget(setCondition(two, 'w1', 0, undefined), 'w1'))).toEqual(['b']);
  expect(widget(setCondition(setCondition(two, 'w1', 0, undefined), 'w1', 0, undefined), 'w1').queries).toEqual(widget(after((d) => d), 'w1').queries);
});
test('rows as they are until one is calculated', () => {
  const empty = after((d) => setField(addWidget(d, 'p1', { name: 'n', queries: [{ name: 'main_query', query: { datasetName: 'aaaa0001', fields: [], disaggregated: false } }], spec: { version: 2, widgetType: 'table', encodings: {} } }), 'n', slot('table', 'columns'), 0, { kind: 'column', column: 'day' }, types));
  expect(widget(empty, 'n').queries![0]!.query.disaggregated).toBe(true);
  expect(widget(setField(empty, 'n', slot('table', 'columns'), 1, { kind: 'count' }, types), 'n').queries![0]!.query.disaggregated).toBe(false);
});
test('another type keeps what it can show', () => {
  const types_ = (document: DashboardDocument) => Object.keys(widget(document, 'w1').spec!.encodings!);
  expect(types_(after((d) => setType(d, 'w1', 'line', types)))).toEqual(['x', 'y']);
  expect(types_(after((d) => setType(d, 'w1', 'pie', types)))).toEqual(['angle', 'color']);
  const counter = widget(after((d) => setType(d, 'w1', 'counter', types)), 'w1');
  expect([counter.spec!.version, encoding(counter.spec!.encodings, 'value')!.displayName, counter.spec!.frame!.title]).toEqual([2, 'Sales', 'Sales']);
  const table = widget(after((d) => setType(d, 'w1', 'table', types)), 'w1');
  expect(fieldsOf(table.spec!.encodings, 'columns').map(({ fieldName }) => fieldName)).toEqual(['daily(day)', 'sum(amount)']);
  expect(table.queries![0]!.query.fields).toHaveLength(3);
  const combo = widget(after((d) => setType(setField(d, 'w1', slot('bar', 'y'), 1, { kind: 'count' }, types), 'w1', 'combo', types)), 'w1');
  expect(fieldsOf(combo.spec!.encodings!['y'] as object as Record<string, unknown>, 'primary').length).toBe(2);
});
test('filters', () => {
  const both = widget(after(changes['add a target of a filter']!), 'f1');
  expect(targetsOf(both)).toEqual([{ dataset: 'aaaa0001', parameter: 'since' }, { dataset: 'aaaa0001', column: 'customer' }]);
  expect(both.queries!.map(({ name }) => name)).toEqual(['q_since', 'query_customer']);
  const changed = widget(after(changes['change a target of a filter']!), 'f1');
  expect(changed.queries).toEqual([{ name: 'q_since', query: { datasetName: 'aaaa0001', fields: [{ name: 'day', expression: '`day`' }], disaggregated: false } }]);
  const fresh = withTarget(withTarget(newFilter('n', 'filter-multi-select', 'F'), 0, { dataset: 'd', column: 'a b' }), 1, { dataset: 'e', column: 'a b' });
  expect(fresh.queries!.map(({ name }) => name)).toEqual(['query_a_b', 'query_a_b_2']);
  expect(withTarget(fresh, 0, undefined).queries!.map(({ name }) => name)).toEqual(['query_a_b_2']);
  expect([rangeSelection('DATE', '', ''), rangeSelection('DATE', 'now-7d/d', '')]).toEqual([undefined, { range: { dataType: 'DATE', min: { value: 'now-7d/d' } } }]);
});
test('what is renamed is renamed where it is named', () => {
  const parameter = widget(after(changes['rename a parameter']!), 'f1');
  expect([parameter.queries![0]!.query['parameters'], fieldsOf(parameter.spec!.encodings, 'fields')[0]!.parameterName]).toEqual([[{ name: 'from', keyword: 'from', x: 1 }], 'from']);
  expect(widget(after(changes['rename a calculation']!), 'w2').queries![0]!.query.fields![0]!.expression).toBe('MEASURE(`failures`)');
});
test('texts keep their shape and their lines', () => {
  expect(widget(after(changes['write a text']!), 't2').multilineTextboxSpec!.lines).toEqual(['# New\n', 'other\n']);
  expect(textOf(widget(after(changes['write an old text']!), 't1'))).toBe('# Changed');
});
test('what is deleted leaves no hole, what is added lies on nothing', () => {
  expect(itemsOf(after((d) => deleteWidget(deleteWidget(deleteWidget(d, 'w1'), 'w2'), 'no place')).pages[0]!).map(({ widget: { name }, position }) => [name, position.y])).toEqual([['t1', 0]]);
  const copy = after((d) => duplicateWidget(deleteWidget(d, 'no place'), 'w1', 'c'));
  expect(findWidget(copy, 'c')!.item.position).toMatchObject({ x: 0, y: 5, width: 3, height: 3 });
  expect(addGlobalFilters(readDocument(sample), 'x').pages).toHaveLength(3);
});
test('names', () => {
  expect(unusedName('a', ['a', 'a 2'])).toBe('a 3');
  const random = [0, 0, 0.5];
  expect(newName({ datasets: [{ name: '00000000' }], pages: [] }, () => random.shift()!)).toBe('80000000');
});
