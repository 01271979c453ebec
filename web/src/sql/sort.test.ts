import { expect, test } from 'vitest';
import type { Column } from '../api/statements';
import { arrange, shownRows } from './sort';

const column = (type_name: string): Column => ({ name: 'c', type_name, type_text: type_name });
const sorted = (type: string, values: (string | null)[], descending = false) =>
  [...shownRows(values.map((value) => [value]), [column(type)], '', { column: 0, descending })].map((row) => values[row]);

test('numbers sort as numbers, texts as texts', () => {
  expect(sorted('LONG', ['10', '9', '-1', '100'])).toEqual(['-1', '9', '10', '100']);
  expect(sorted('STRING', ['10', '9', 'a', 'B'])).toEqual(['10', '9', 'B', 'a']);
  expect(sorted('DOUBLE', ['1.0E-5', '2', 'NaN', '-Infinity', '1e3'])).toEqual(['-Infinity', '1.0E-5', '2', '1e3', 'NaN']);
  expect(sorted('DECIMAL', ['0.10', '0.09', '0.5'], true)).toEqual(['0.5', '0.10', '0.09']);
});
test('numbers beyond 2^53 are told apart', () => expect(sorted('LONG', ['9007199254740993', '9007199254740992'])).toEqual(['9007199254740992', '9007199254740993']));
test('NULLs come last either way', () => {
  expect(sorted('LONG', [null, '2', null, '1'])).toEqual(['1', '2', null, null]);
  expect(sorted('LONG', [null, '2', null, '1'], true)).toEqual(['2', '1', null, null]);
  expect(sorted('STRING', [null, '', 'a'], true)).toEqual(['a', '', null]);
});
test('equal rows keep their order', () => {
  const rows = [['b', '1'], ['a', '2'], ['b', '3'], ['a', '4']];
  expect([...shownRows(rows, [column('STRING'), column('LONG')], '', { column: 0, descending: true })]).toEqual([0, 2, 1, 3]);
});
test('the sought text is found in any column, in any case, and never in NULL', () => {
  const rows = [['Alpha', null], [null, 'beta'], ['null', 'ALPHABET']];
  expect([...shownRows(rows, [column('STRING'), column('STRING')], 'alpha')]).toEqual([0, 2]);
  expect([...shownRows(rows, [column('STRING'), column('STRING')], 'null')]).toEqual([2]);
  expect([...shownRows(rows, [column('STRING'), column('STRING')], '')]).toEqual([0, 1, 2]);
});
test('zeros are equal whatever their sign, and negative numbers descend', () => {
  expect(sorted('DOUBLE', ['-0.0', '0', '-1', '-2.5', '0.0'])).toEqual(['-2.5', '-1', '-0.0', '0', '0.0']);
  expect(sorted('DOUBLE', ['-1', 'NaN', '-2.5', '0', '1', 'Infinity'], true)).toEqual(['NaN', 'Infinity', '1', '0', '-1', '-2.5']);
});
test('many numbers sort as comparing them would', () => {
  const values = Array.from({ length: 3_000 }, (_, at) => String(((at * 7919) % 3_001) * (at % 2 ? -1.5 : 1e6)));
  expect(sorted('DOUBLE', values)).toEqual([...values].sort((a, b) => Number(a) - Number(b)));
});
test.each(['LONG', 'STRING'])('a million rows of %s sort in small steps', { timeout: 60_000 }, (type) => {
  const rows = Array.from({ length: 1_000_000 }, (_, at) => [String((at * 7919) % 1_000_003)]);
  let steps = 0;
  for (const work = arrange(rows, [column(type)], '', { column: 0, descending: false }); ; steps++) {
    const step = work.next();
    if (step.done) {
      expect(step.value).toHaveLength(1_000_000);
      expect(rows[step.value[0]!]).toEqual(['0']);
      expect(rows[step.value[999_999]!]).toEqual([type === 'LONG' ? '1000002' : '999999']);
      break;
    }
  }
  expect(steps).toBeGreaterThan(200);
});
