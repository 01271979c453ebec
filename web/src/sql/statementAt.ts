import { tokensOf } from './tokens';

/** One statement of a text, without its semicolon and the white space around it. */
export interface Statement {
  from: number;
  to: number;
  text: string;
}

/** The statements of a text, separated by semicolons outside of quotes and comments. A part of comments only is none. */
export function statementsOf(text: string): Statement[] {
  const statements: Statement[] = [];
  let first: number | undefined;
  let last = 0;
  let saysSomething = false;
  const end = () => {
    if (first !== undefined && saysSomething) {
      statements.push({ from: first, to: last, text: text.slice(first, last) });
    }
    first = undefined;
    saysSomething = false;
  };
  for (const token of tokensOf(text)) {
    if (token.kind === 'symbol' && text[token.from] === ';') {
      end();
      continue;
    }
    first ??= token.from;
    last = token.to;
    saysSomething ||= token.kind !== 'comment';
  }
  end();
  return statements;
}

/**
 * The statement that a cursor belongs to: the one around it; between two, the one that ends on the cursor's line, else the next;
 * behind all, the last.
 */
export function statementAt(text: string, cursor: number): Statement | undefined {
  const statements = statementsOf(text);
  const around = statements.find((statement) => statement.from <= cursor && cursor <= statement.to);
  if (around) {
    return around;
  }
  const before = statements.findLast((statement) => statement.to < cursor);
  const after = statements.find((statement) => statement.from > cursor);
  const isOnItsLine = before !== undefined && !text.slice(before.to, cursor).includes('\n');
  return isOnItsLine ? before : (after ?? before);
}
