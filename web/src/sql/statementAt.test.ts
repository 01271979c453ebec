import { describe, expect, test } from 'vitest';
import { statementAt, statementsOf } from './statementAt';

const texts = (text: string) => statementsOf(text).map((statement) => statement.text);

describe('statementsOf', () => {
  test('cuts at semicolons and drops what is empty', () => {
    expect(texts(' SELECT 1 ;; SELECT 2; ')).toEqual(['SELECT 1', 'SELECT 2']);
    expect(texts('')).toEqual([]);
  });
  test.each([
    "SELECT ';'",
    "SELECT 'it''s; one'",
    "SELECT 'it\\'s; one'",
    'SELECT "a;b"',
    'SELECT `a;b`',
    'SELECT `a``;b`',
    'SELECT 1 -- one; two',
    'SELECT /* ; */ 1',
    "SELECT 'not closed; yet",
    'SELECT /* not closed; yet',
  ])('does not cut %s', (text) => expect(texts(text)).toEqual([text]));
  test('a backslash at the end of a quoted name escapes nothing', () => expect(texts('SELECT `a\\`; SELECT 2')).toEqual(['SELECT `a\\`', 'SELECT 2']));
  test('keeps the comment before a statement, and drops one behind all', () => {
    expect(texts('-- first\nSELECT 1; -- done')).toEqual(['-- first\nSELECT 1']);
  });
  test('says where each stands', () => {
    const text = 'SELECT 1;\n  SELECT 2 ;';
    for (const statement of statementsOf(text)) {
      expect(text.slice(statement.from, statement.to)).toBe(statement.text);
    }
  });
});

describe('statementAt', () => {
  // The bar is the cursor.
  test.each([
    ['|SELECT 1; SELECT 2', 'SELECT 1'],
    ['SELECT 1|; SELECT 2', 'SELECT 1'],
    ['SELECT 1;| SELECT 2', 'SELECT 1'],
    ['SELECT 1; |SELECT 2', 'SELECT 2'],
    ['SELECT 1;\n|\nSELECT 2', 'SELECT 2'],
    ['SELECT 1;|\n\nSELECT 2', 'SELECT 1'],
    ['SELECT 1;\n\n|', 'SELECT 1'],
    ['\n|\nSELECT 1', 'SELECT 1'],
    ['|', undefined],
    ['-- only |words', undefined],
  ])('%j', (marked, expected) => {
    const cursor = marked.indexOf('|');
    expect(statementAt(marked.replace('|', ''), cursor)?.text).toBe(expected);
  });
});
