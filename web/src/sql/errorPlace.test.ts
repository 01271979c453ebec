import { expect, test } from 'vitest';
import { errorPlace } from './errorPlace';

const marked = (message: string, statement: string) => {
  const place = errorPlace(message, statement);
  return place && statement.slice(place.from, place.to);
};

test.each([
  ['[TABLE_OR_VIEW_NOT_FOUND] The table or view `system.ai_gateway.nope` cannot be found. Verify the spelling.', 'SELECT 1 FROM system.ai_gateway.nope', 'system.ai_gateway.nope'],
  ['[UNRESOLVED_COLUMN] Referenced column "id" not found in FROM clause!\nCandidate bindings: "request_id"', 'SELECT request_id, ID FROM t', 'ID'],
  ['A column `a` is not there. Did you mean `request_id`?', 'SELECT request_id', undefined],
  ['Parser Error: syntax error at or near "FORM"', '-- FORM\nSELECT * FORM t', 'FORM'],
  ['[PARSE_SYNTAX_ERROR] wrong (line 2, pos 7)', 'SELECT 1,\n       nope', 'nope'],
  ['wrong at line 9, position 1', 'SELECT 1', undefined],
  ['A string is not closed.', "SELECT 'a", undefined],
  ['`` is empty', 'SELECT ``', undefined],
])('%s', (message, statement, expected) => expect(marked(message, statement)).toBe(expected));
