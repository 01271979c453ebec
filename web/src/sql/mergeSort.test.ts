import { expect, test } from 'vitest';
import { mergeSort } from './mergeSort';

function sorted(items: number[], compare: (a: number, b: number) => number): number[] {
  let last = 0;
  for (const work = mergeSort(Uint32Array.from(items), compare); ; ) {
    const step = work.next();
    if (step.done) {
      return [...step.value];
    }
    expect(step.value).toBeGreaterThanOrEqual(last);
    expect(step.value).toBeLessThanOrEqual(1);
    last = step.value;
  }
}

test.each([0, 1, 2, 255, 256, 257, 513, 10_000, 65_537])('%i items come in order', (count) => {
  const items = Array.from({ length: count }, (_, at) => (at * 7919) % 65_543);
  expect(sorted(items, (a, b) => a - b)).toEqual([...items].sort((a, b) => a - b));
});
test('equal items keep their order', () => {
  const items = Array.from({ length: 5_000 }, (_, at) => at);
  expect(sorted(items, (a, b) => (a % 7) - (b % 7))).toEqual([...items].sort((a, b) => (a % 7) - (b % 7)));
});
