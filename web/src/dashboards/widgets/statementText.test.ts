import { expect, test } from 'vitest';
import { editorText } from './statementText';

const text = (statement: string, ...parameters: [string, string | null, (string | undefined)?][]) => editorText({ statement, parameters: parameters.map(([name, value, type]) => ({ name, value, type: type ?? 'STRING' })) });

test.each([
  [':a', 'x', 'STRING', "'x'"],
  [':a', "o'hara \\ x", undefined, "'o\\'hara \\\\ x'"],
  [':a', '12', 'INT', '12'],
  [':a', '1.5e3', 'DOUBLE', '1.5e3'],
  [':a', '1.50', 'DECIMAL(10,2)', '1.50'],
  [':a', '1; DROP TABLE x', 'INT', "'1; DROP TABLE x'"],
  [':a', '2026-01-01', 'DATE', "DATE '2026-01-01'"],
  [':a', '2026-01-01T00:00:00Z', 'TIMESTAMP', "TIMESTAMP '2026-01-01T00:00:00Z'"],
  [':a', 'true', 'BOOLEAN', 'TRUE'],
  [':a', null, 'INT', 'NULL'],
])('%s = %s of type %s', (statement, value, type, written) => expect(text(statement, ['a', value, type])).toBe(written));
test('the ends of a range', () => expect(text('x BETWEEN :p.min AND :p.max, :p.minute', ['p.min', '1', 'INT'], ['p.max', '2', 'INT'])).toBe('x BETWEEN 1 AND 2, :p.minute'));
test('only where it is a parameter', () => expect(text("SELECT ':a', `:a`, \":a\", x::a, :ab, 'it''s :a', 'a\\':a' -- :a\n/* :a */, :a", ['a', '1', 'INT'])).toBe("SELECT ':a', `:a`, \":a\", x::a, :ab, 'it''s :a', 'a\\':a' -- :a\n/* :a */, 1"));
