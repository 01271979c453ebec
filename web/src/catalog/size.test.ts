import { expect, test } from 'vitest';
import { sizeText } from './size';

test.each([
  [0, '0 bytes'],
  [999, '999 bytes'],
  [1000, '1 kB'],
  [262_144, '262.1 kB'],
  [8_900_000_000, '8.9 GB'],
  [1e18, '1,000 PB'],
])('%d bytes are written as %s', (bytes, text) => {
  expect(sizeText(bytes, 'en')).toBe(text);
});
