import { describe, expect, it } from 'vitest';
import { bytes, span } from './measures';

describe('bytes', () => {
  it.each([
    [0, '0 byte'],
    [999, '999 byte'],
    [1_000, '1 kB'],
    [1_250_000, '1.3 MB'],
    [5_000_000_000_000_000, '5,000 TB'],
  ])('of %d are written %s', (value, text) => expect(bytes(value)).toBe(text));
});

describe('a span of time', () => {
  it.each([
    [0, '0 seconds'],
    [0.25, '0.3 seconds'],
    [89, '89 seconds'],
    [90, '2 minutes'],
    [7_200, '2 hours'],
    [172_800, '2 days'],
  ])('of %d s is written %s', (value, text) => expect(span(value)).toBe(text));
});
