import { expect, test } from 'vitest';
import { parametersOf, toParameter } from './parameters';

test.each([
  ['SELECT :a, :b, :a', ['a', 'b']],
  ['SELECT * FROM t WHERE x=:from_day AND y IN (:x1,:x2)', ['from_day', 'x1', 'x2']],
  ["SELECT ':a', \":b\", `:c`", []],
  ['SELECT 1 -- :a\n/* :b */', []],
  ['SELECT x::INT, payload:model, f(x):y, a[0]:z', []],
  ['SELECT x::INT + :a', ['a']],
  ['SELECT map(1, :größe)', ['größe']],
  ['SELECT x BETWEEN :p.min AND :p.max, :p.minimum', ['p.min', 'p.max', 'p']],
  ['SELECT : a, :1', []],
])('%s', (statement, names) => expect(parametersOf(statement)).toEqual(names));

test('an empty text is a text, an empty number is NULL', () => {
  expect(toParameter('a', undefined)).toEqual({ name: 'a', value: '', type: 'STRING' });
  expect(toParameter('a', { text: ' ', type: 'STRING' })).toEqual({ name: 'a', value: ' ', type: 'STRING' });
  expect(toParameter('a', { text: ' ', type: 'INT' })).toEqual({ name: 'a', value: null, type: 'INT' });
  expect(toParameter('a', { text: ' 7 ', type: 'INT' })).toEqual({ name: 'a', value: '7', type: 'INT' });
});
