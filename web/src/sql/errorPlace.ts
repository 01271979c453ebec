import { tokensOf } from './tokens';

/**
 * The place of a statement that an error's message means: a line and a position that it states, or the first name that it quotes and the
 * statement holds. The engine quotes in backticks, or in double quotes; what it suggests in place of a name stands behind a line break
 * or "Did you mean", and is not meant.
 */
export function errorPlace(message: string, statement: string): { from: number; to: number } | undefined {
  const stated = /line\s+(\d+)\s*(?:,|:)?\s*(?:pos(?:ition)?|col(?:umn)?)?\.?\s*:?\s*(\d+)/i.exec(message);
  if (stated) {
    const place = placeOf(Number(stated[1]), Number(stated[2]), statement);
    if (place) {
      return place;
    }
  }
  const meant = message.split(/\n|Did you mean|Candidate/i)[0] ?? '';
  for (const [, inBackticks, inQuotes] of meant.matchAll(/`((?:[^`]|``)+)`|"([^"]+)"/g)) {
    const place = find((inBackticks ?? inQuotes ?? '').replaceAll('``', '`').replace(/^`|`$/g, ''), statement);
    if (place) {
      return place;
    }
  }
  return undefined;
}

function placeOf(line: number, position: number, statement: string): { from: number; to: number } | undefined {
  const lines = statement.split('\n');
  const text = lines[line - 1];
  if (text === undefined || position > text.length) {
    return undefined;
  }
  const from = lines.slice(0, line - 1).reduce((sum, before) => sum + before.length + 1, 0) + position;
  const token = tokensOf(statement).find((candidate) => candidate.from <= from && from < candidate.to);
  return token ? { from, to: token.to } : from < statement.length ? { from, to: from + 1 } : undefined;
}

// A whole name only: `id` is not meant in request_id. Comments are not code.
function find(name: string, statement: string): { from: number; to: number } | undefined {
  const haystack = statement.toLowerCase();
  const wanted = name.toLowerCase();
  const comments = tokensOf(statement).filter((token) => token.kind === 'comment');
  for (let from = haystack.indexOf(wanted); wanted.length > 0 && from >= 0; from = haystack.indexOf(wanted, from + 1)) {
    const to = from + wanted.length;
    const isWhole = !(isWord(haystack[from - 1]) && isWord(wanted[0])) && !(isWord(haystack[to]) && isWord(wanted.at(-1)));
    if (isWhole && !comments.some((comment) => comment.from <= from && from < comment.to)) {
      return { from, to };
    }
  }
  return undefined;
}

const isWord = (character: string | undefined) => character !== undefined && /[\p{L}\p{N}_]/u.test(character);
