import { describe, expect, test } from 'vitest';
import type { Column } from '../api/statements';
import { prettyJson, toCsv, toJson, toTsv, cellsToTsv } from './export';

const column = (name: string, type_name: string): Column => ({ name, type_name, type_text: type_name });
const text = [column('a', 'STRING'), column('b', 'STRING')];

test('CSV quotes what RFC 4180 says, ends lines with CRLF, and tells NULL from an empty text', () => {
  expect(toCsv([column('a', 'STRING'), column('b,c', 'STRING')], [['1', null], ['', 'x y'], ['say "hi"', 'two\nlines'], ['a,b', '\r'], [' kept ', 'ü']])).toBe(
    'a,"b,c"\r\n1,\r\n"",x y\r\n"say ""hi""","two\nlines"\r\n"a,b","\r"\r\n kept ,ü\r\n',
  );
  expect(toCsv(text, [])).toBe('a,b\r\n');
});
test('TSV', () => expect(toTsv(text, [['1', null], ['a\tb', 'say "hi"'], ['a,b', 'two\nlines']])).toBe('a\tb\n1\t\n"a\tb"\t"say ""hi"""\na,b\t"two\nlines"'));
test('JSON keeps every digit, and every column of one name', () => {
  const columns = [column('n', 'LONG'), column('n', 'DECIMAL'), column('d', 'DOUBLE'), column('t', 'BOOLEAN'), column('m', 'MAP'), column('s', 'STRING')];
  const json = toJson(columns, [['9007199254740993', '0.100000000000000000', 'NaN', 'true', '{"a":[1]}', '7'], [null, null, null, null, null, 'a"b']]);
  expect(json).toContain('"n": 9007199254740993, "n_2": 0.100000000000000000, "d": "NaN", "t": true, "m": {"a":[1]}, "s": "7"');
  expect(JSON.parse(json)[1]).toEqual({ n: null, n_2: null, d: null, t: null, m: null, s: 'a"b' });
  expect(JSON.parse(toJson(columns, []))).toEqual([]);
});

describe('prettyJson', () => {
  test.each(['{"a":{"b":[1,2,{}],"c":[]},"d":"x{,}:\\"y"}', '[]', ' [ 1 , { } ] ', '[null,true,-1.5e+3,"\\\\"]'])('means the same: %s', (json) => {
    const pretty = prettyJson(json)!;
    expect(JSON.parse(pretty)).toEqual(JSON.parse(json));
    expect(pretty).toBe(JSON.stringify(JSON.parse(json), null, 2).replace('-1500', '-1.5e+3'));
  });
  test('keeps digits', () => expect(prettyJson('{"n":9007199254740993}')).toBe('{\n  "n": 9007199254740993\n}'));
  test.each(['', 'text', '7', '"a"', '{not json}'])('leaves %j', (json) => expect(prettyJson(json)).toBeUndefined());
});

test('chosen cells are copied without names, one cell as it is', () => {
  const rows = [['a', 'b\tb', null], ['c', 'd', 'e'], ['f', 'g', 'h "i"']];
  expect(cellsToTsv(rows, Uint32Array.of(2, 0), 1, 2)).toBe('g\t"h ""i"""\n"b\tb"\t');
  expect(cellsToTsv(rows, Uint32Array.of(0), 1, 1)).toBe('b\tb');
  expect(cellsToTsv(rows, Uint32Array.of(0), 2, 2)).toBe('');
});
