import { expect, test } from 'vitest';
import { arePastRuns, areQueries, mostPastRuns, withQuery, withRun, type PastRun } from './kept';

test('the history holds the last 50, each statement once', () => {
  let past: PastRun[] = [];
  for (let at = 0; at < 60; at++) {
    past = withRun(past, { statement: `SELECT ${at}`, at, outcome: '1 row' });
  }
  expect(past).toHaveLength(mostPastRuns);
  expect(past[0]?.statement).toBe('SELECT 59');
  past = withRun(past, { statement: 'SELECT 30', at: 61, outcome: '1 row' });
  expect(past).toHaveLength(mostPastRuns);
  expect(past.filter((run) => run.statement === 'SELECT 30')).toEqual([{ statement: 'SELECT 30', at: 61, outcome: '1 row' }]);
});
test('a saved query replaces the one of its name', () => {
  expect(withQuery([{ name: 'b', text: '1' }, { name: 'c', text: '2' }], { name: 'b', text: '3' })).toEqual([{ name: 'b', text: '3' }, { name: 'c', text: '2' }]);
});
test('what another version or a hand wrote is not taken for ours', () => {
  expect(areQueries([{ name: 1, text: 'a' }])).toBe(false);
  expect(areQueries({})).toBe(false);
  expect(arePastRuns([{ statement: 'a', outcome: 'b' }])).toBe(false);
  expect(arePastRuns([])).toBe(true);
});
