import { expect, test } from 'vitest';
import { count, dollars, milliseconds, share } from './format';

test('what is not known is not 0', () => {
  for (const text of [count(null), milliseconds(undefined), dollars(null), share(0, 0)]) {
    expect(text).toBe('–');
  }
  expect(dollars('0.000000000000000000')).toBe('$0.00');
});

test('a cost that is not 0 never looks like 0', () => {
  expect(dollars('0.000000300000000000')).toBe('< $0.000001');
  expect(dollars('0.000045000000000000')).toBe('$0.000045');
  expect(dollars('1234.567000000000000000')).toBe('$1,234.57');
});
