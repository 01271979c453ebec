import { expect, test } from 'vitest';
import { filled } from './filled';

test('the token stands wherever its placeholder did', () => {
  expect(filled('"A": "$WEIR_TOKEN",\nB=Bearer $WEIR_TOKEN', ' weir_1 ')).toBe('"A": "weir_1",\nB=Bearer weir_1');
});

test('a variable of that name is no placeholder', () => {
  expect(filled('env_key = "WEIR_TOKEN"', 'weir_1')).toBe('env_key = "WEIR_TOKEN"');
});

test('signs that a replacement would read as its own stay as they are', () => {
  expect(filled('x $WEIR_TOKEN y', "a$&b$'c")).toBe("x a$&b$'c y");
});

test('where the rest is percent-encoded the token is too', () => {
  expect(filled('H=Authorization=Bearer%20$WEIR_TOKEN', 'a b,c')).toBe('H=Authorization=Bearer%20a%20b%2Cc');
});

test('no token leaves the placeholder', () => {
  expect(filled('x $WEIR_TOKEN', '  ')).toBe('x $WEIR_TOKEN');
});
