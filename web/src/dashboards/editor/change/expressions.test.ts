import { expect, test } from 'vitest';
import { fieldNameOf, isAggregate, labelOf, readExpression, writeExpression, type FieldChoice } from './expressions';

const pairs: [FieldChoice, string, string, string][] = [
  [{ kind: 'column', column: 'a b' }, '`a b`', 'a b', 'a b'],
  [{ kind: 'column', column: 'a`b' }, '`a``b`', 'a`b', 'a`b'],
  [{ kind: 'count' }, 'COUNT(`*`)', 'count(*)', 'Rows'],
  [{ kind: 'aggregate', name: 'SUM', column: 'n' }, 'SUM(`n`)', 'sum(n)', 'Sum of n'],
  [{ kind: 'aggregate', name: 'COUNT DISTINCT', column: 'n' }, 'COUNT(DISTINCT `n`)', 'countdistinct(n)', 'Distinct n'],
  [{ kind: 'aggregate', name: 'PERCENTILE', column: 'n', percentile: 0.99 }, 'PERCENTILE(`n`, 0.99)', 'p99(n)', 'p99 n'],
  [{ kind: 'truncated', unit: 'DAY', column: 't' }, 'DATE_TRUNC("DAY", `t`)', 'daily(t)', 't'],
  [{ kind: 'measure', name: 'error rate' }, 'MEASURE(`error rate`)', 'measure(error rate)', 'error rate'],
  [{ kind: 'custom', expression: 'SUM(a) / SUM(b)' }, 'SUM(a) / SUM(b)', 'expression', 'Expression'],
];
test.each(pairs)('%o', (choice, expression, name, label) => {
  expect(writeExpression(choice)).toBe(expression);
  expect(readExpression(expression)).toEqual(choice);
  expect([fieldNameOf(choice), labelOf(choice)]).toEqual([name, label]);
});
test.each<[string, FieldChoice]>([
  ['count(*)', { kind: 'count' }],
  ['avg( amount )', { kind: 'aggregate', name: 'AVG', column: 'amount' }],
  ["date_trunc('month', t)", { kind: 'truncated', unit: 'MONTH', column: 't' }],
  ['DATE_TRUNC("CENTURY", `t`)', { kind: 'custom', expression: 'DATE_TRUNC("CENTURY", `t`)' }],
  ['SUM(a + b)', { kind: 'custom', expression: 'SUM(a + b)' }],
])('%s', (expression, choice) => expect(readExpression(expression)).toEqual(choice));
test('what puts rows together', () => expect(['SUM(`a`)', 'MEASURE(`m`)', 'COUNT(`*`)', 'a + b', '`a`', 'MAX(a) - 1'].map((one) => isAggregate(readExpression(one)))).toEqual([true, true, true, false, false, true]));
