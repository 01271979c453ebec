export type TokenKind = 'word' | 'name' | 'string' | 'number' | 'parameter' | 'symbol' | 'comment';

/** A piece of a statement; what it leaves out is white space. `closed` is false where a quote or comment runs to the end of the text. */
export interface Token {
  kind: TokenKind;
  from: number;
  to: number;
  closed: boolean;
}

const wordStart = /[\p{L}_]/u;
const wordPart = /[\p{L}\p{N}_]/u;
const digit = /[0-9]/;

/**
 * Cuts a text into tokens by the rules of the engine's own tokenizer: backticks quote names, both kinds of quotes are strings with
 * backslash escapes, and `:name` is a parameter unless it follows a value directly. It accepts anything, for the text is being written.
 */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  const at = (index: number) => text[index] ?? '';
  const whileMatching = (from: number, pattern: RegExp) => {
    let to = from;
    while (pattern.test(at(to))) {
      to++;
    }
    return to;
  };
  for (let from = 0; from < text.length; ) {
    const c = at(from);
    const next = at(from + 1);
    let kind: TokenKind = 'symbol';
    let to = from + 1;
    let closed = true;
    if (/\s/.test(c)) {
      from++;
      continue;
    } else if (c === '-' && next === '-') {
      kind = 'comment';
      const end = text.indexOf('\n', from);
      closed = end >= 0;
      to = closed ? end : text.length;
    } else if (c === '/' && next === '*') {
      kind = 'comment';
      const end = text.indexOf('*/', from + 2);
      closed = end >= 0;
      to = closed ? end + 2 : text.length;
    } else if (c === "'" || c === '"' || c === '`') {
      kind = c === '`' ? 'name' : 'string';
      [to, closed] = endOfQuote(text, from, c);
    } else if (wordStart.test(c)) {
      kind = 'word';
      to = whileMatching(from + 1, wordPart);
    } else if (digit.test(c)) {
      kind = 'number';
      to = whileMatching(from + 1, /[\p{L}\p{N}_.]/u);
    } else if (c === ':' && next === ':') {
      to = from + 2;
    } else if (c === ':' && wordStart.test(next) && !followsValue(text, tokens, from)) {
      kind = 'parameter';
      to = whileMatching(from + 1, wordPart);
      // The ends of a range are parameters of their own.
      const end = /^\.(?:min|max)(?![\p{L}\p{N}_])/u.exec(text.slice(to, to + 5));
      to += end ? 4 : 0;
    }
    tokens.push({ kind, from, to, closed });
    from = to;
  }
  return tokens;
}

/** The name that a word or a quoted name means. */
export const nameOf = (text: string, token: Token) => {
  const raw = text.slice(token.from, token.to);
  return token.kind === 'name' ? raw.slice(1, token.closed ? -1 : undefined).replaceAll('``', '`') : raw;
};

function endOfQuote(text: string, from: number, quote: string): [number, boolean] {
  for (let at = from + 1; at < text.length; at++) {
    if (text[at] === '\\' && quote !== '`') {
      at++;
    } else if (text[at] === quote) {
      if (text[at + 1] !== quote) {
        return [at + 1, true];
      }
      at++;
    }
  }
  return [text.length, false];
}

// In payload:model the colon reaches into a value and names no parameter.
function followsValue(text: string, tokens: Token[], from: number): boolean {
  const last = tokens.at(-1);
  return last !== undefined && last.to === from && (last.kind === 'word' || last.kind === 'name' || [')', ']'].includes(text.slice(last.from, last.to)));
}
