import { expect, test } from 'vitest';
import { canvasPages, DocumentError, expressionOf, gridColumns, isFilter, isText, itemsOf, readDocument, shownTitle, sqlOf, textOf, titleOf, type Widget } from './document';
import { encoding, fieldsOf, isLog } from './encodings';

const text = JSON.stringify({
  datasets: [{ name: 'd', queryLines: ['SELECT 1 \n', 'AS n '], catalog: 'main', future: { a: [1] } }],
  pages: [
    { name: 'p', layoutVersion: 'GRID_V1', layout: [{ position: { x: 0, y: 0, width: 12, height: 1 }, widget: { name: 't', multilineTextboxSpec: { lines: ['# a\n', 'b'] } }, pinned: true }] },
    { name: 'old', layout: [] },
    { name: 'g', pageType: 'PAGE_TYPE_GLOBAL_FILTERS', layout: [] },
  ],
  uiSettings: { theme: { widgetHeaderAlignment: 'LEFT' } },
});

test('a document that is written back has lost nothing', () => expect(JSON.parse(JSON.stringify(readDocument(text)))).toEqual(JSON.parse(text)));
test('lines of SQL are joined as they are', () => expect(sqlOf(readDocument(text).datasets[0]!)).toBe('SELECT 1 \nAS n '));
test('grids of twelve and of six', () => expect(readDocument(text).pages.map(gridColumns)).toEqual([12, 6, 6]));
test('global filters are no tab', () => expect(canvasPages(readDocument(text)).map(({ name }) => name)).toEqual(['p', 'old']));
test('what is missing is empty', () => expect(readDocument('{"pages":[{"name":"p"}]}')).toEqual({ datasets: [], pages: [{ name: 'p', layout: [] }] }));
test.each(['', '[]', 'null', '"x"', '{"pages":{}}', '{"datasets":[1]}', '{"pages":[{"layout":"x"}]}'])('%s is no document', (wrong) => expect(() => readDocument(wrong)).toThrow(DocumentError));

test('texts of both ages', () => {
  expect(textOf({ name: 'a', multilineTextboxSpec: { lines: ['a\n', 'b'] } })).toBe('a\nb');
  expect(textOf({ name: 'a', textbox_spec: '# a' })).toBe('# a');
  expect([isText({ name: 'a', textbox_spec: '' }), isText({ name: 'a' })]).toEqual([true, false]);
});
test('titles', () => {
  const titled = (frame: object): Widget => ({ name: 'w', spec: { widgetType: 'bar', frame } });
  expect(shownTitle(titled({ showTitle: true, title: 'A' }))).toBe('A');
  expect(shownTitle(titled({ showTitle: true, title: { value: 'A', fields: [] } }))).toBe('A');
  expect(shownTitle(titled({ showTitle: false, title: 'A' }))).toBe('');
  expect(titleOf(titled({ title: 'A' }))).toBe('A');
  expect(titleOf(titled({}))).toBe('bar w');
});
test.each([['filter-multi-select', true], ['range-slider', true], ['filter-of-the-future', true], ['bar', false]])('%s', (widgetType, is) => expect(isFilter({ name: 'w', spec: { widgetType } })).toBe(is));

test('encodings of several shapes', () => {
  const encodings = { x: { fieldName: 'a' }, y: { scale: { type: 'quantitative' }, fields: [{ fieldName: 'b' }, { fieldName: 'c', scale: { type: 'temporal' } }, { nothing: 1 }] }, rows: [{ fieldName: 'd' }, null], z: 'no' };
  expect(encoding(encodings, 'x')).toEqual({ fieldName: 'a' });
  expect(fieldsOf(encodings, 'y')).toEqual([{ fieldName: 'b', scale: { type: 'quantitative' } }, { fieldName: 'c', scale: { type: 'temporal' } }]);
  expect(fieldsOf(encodings, 'rows')).toEqual([{ fieldName: 'd' }]);
  expect([fieldsOf(encodings, 'z'), fieldsOf(undefined, 'x'), fieldsOf(encodings, 'none')]).toEqual([[], [], []]);
  expect(isLog({ fieldName: 'a', scale: { type: 'quantitative', function: { type: 'log' } } })).toBe(true);
});
test('the expression of a field of one query', () => {
  const widget: Widget = { name: 'w', queries: [{ name: 'a', query: { datasetName: 'd', fields: [{ name: 'n', expression: 'SUM(`x`)' }] } }, { name: 'b', query: { datasetName: 'd', fields: [{ name: 'n', expression: 'AVG(`x`)' }] } }] };
  const document = readDocument('{}');
  expect(expressionOf(document, widget, 'n')).toBe('SUM(`x`)');
  expect(expressionOf(document, widget, 'n', 'b')).toBe('AVG(`x`)');
  expect(expressionOf(document, widget, 'gone')).toBe('');
});
test('a widget without a place or a name takes nothing with it', () => {
  const written = '{"datasets":[],"pages":[{"name":"p","layout":[{"widget":{"name":"a"}},{"position":{}},{"position":{"x":1,"y":2,"width":3,"height":4},"widget":{"name":"b"}}]}]}';
  const document = readDocument(written);
  expect(itemsOf(document.pages[0]!).map(({ widget, position }) => [widget.name, position.x, position.width])).toEqual([['a', 0, 6], ['b', 1, 3]]);
  expect(JSON.stringify(document)).toBe(written);
});
