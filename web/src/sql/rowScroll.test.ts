import { describe, expect, test } from 'vitest';
import { afterScroll, offsetToShow, toOffset, toScrollTop, trackOf } from './rowScroll';

const small = trackOf(10_000 * 32, 600);
const million = trackOf(1_000_000 * 32, 600);

test('few rows scroll as the browser does', () => {
  expect(small.element).toBe(small.full);
  for (const at of [0, 1, 5_000, small.full - 600]) {
    expect(toOffset(small, at)).toBe(at);
    expect(toScrollTop(small, at)).toBe(at);
  }
  expect(afterScroll(small, { scrollTop: 0, offset: 0 }, 250_000)).toEqual({ scrollTop: 250_000, offset: 250_000 });
});

describe('a million rows', () => {
  test('stay below what browsers lay out', () => expect(million.element).toBeLessThan(17_000_000));
  test('both ends of the scrollbar are the ends of the rows', () => {
    expect(toOffset(million, 0)).toBe(0);
    expect(toOffset(million, million.element - 600)).toBe(million.full - 600);
    expect(toScrollTop(million, million.full - 600)).toBe(million.element - 600);
  });
  test('the place of the scrollbar and of the rows lead to each other', () => {
    for (let offset = 0; offset <= million.full - 600; offset += 123_457) {
      expect(toOffset(million, toScrollTop(million, offset))).toBeCloseTo(offset, 3);
    }
  });
  test('the mapping never runs backwards', () => {
    let last = -1;
    for (let at = 0; at <= million.element - 600; at += 9_999) {
      expect(toOffset(million, at)).toBeGreaterThan(last);
      last = toOffset(million, at);
    }
  });
  test('a step of a wheel moves by as many pixels wherever one is', () => {
    for (const offset of [50_000, 16_000_000, 31_999_000]) {
      const scrollTop = toScrollTop(million, offset);
      expect(afterScroll(million, { scrollTop, offset }, scrollTop + 32).offset).toBeCloseTo(offset + 32, 6);
      expect(afterScroll(million, { scrollTop, offset }, scrollTop - 100).offset).toBeCloseTo(offset - 100, 6);
    }
  });
  test('a jump of the scrollbar goes to its share of the rows', () => {
    expect(afterScroll(million, { scrollTop: 0, offset: 0 }, (million.element - 600) / 2).offset).toBeCloseTo((million.full - 600) / 2, 3);
  });
  test('an end of the scrollbar is the end even by a small step', () => {
    expect(afterScroll(million, { scrollTop: 20, offset: 500 }, 0).offset).toBe(0);
    expect(afterScroll(million, { scrollTop: million.element - 620, offset: million.full - 5000 }, million.element - 600).offset).toBe(million.full - 600);
  });
});

test('a row is shown by the smallest movement', () => {
  expect(offsetToShow(million, 3200, 100, 32)).toBe(3200);
  expect(offsetToShow(million, 3200, 99, 32)).toBe(99 * 32);
  expect(offsetToShow(million, 3200, 118, 32)).toBe(119 * 32 - 600);
  expect(offsetToShow(million, 3200, 999_999, 32)).toBe(million.full - 600);
  expect(offsetToShow(million, 3200, 0, 32)).toBe(0);
});
