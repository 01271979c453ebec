import { keywords } from './dialect';
import { nameOf, tokensOf, type Token } from './tokens';

/** A part of a statement. */
export interface Range {
  from: number;
  to: number;
}

/** A table or query that a statement reads, as it is written there. */
export interface Relation {
  parts: string[];
  alias?: string;
  /** The query or part of one that reads it: the parentheses around, or all. */
  within: Range;
}

/** A query that has a name: of WITH, or in parentheses in a FROM list. */
export interface NamedQuery {
  name: string;
  /** Names that WITH gives its columns, if it does. */
  columns?: string[];
  body: Range;
}

export interface Relations {
  relations: Relation[];
  queries: NamedQuery[];
  /** Whether the text ends where the next name is a table's. */
  expectsTable: boolean;
}

const introducers = new Set(['from', 'join', 'describe', 'table']);
const reserved = new Set(keywords);

/** The tables and queries of the FROM and JOIN lists of a statement, those of its subqueries included. */
export function relationsOf(statement: string): Relations {
  const tokens = tokensOf(statement).filter((token) => token.kind !== 'comment');
  const relations: Relation[] = [];
  const queries: NamedQuery[] = [];
  const open: (Range & { isRelation: boolean })[] = [{ from: 0, to: statement.length, isRelation: false }];
  let expectsTable = false;
  const isThere = (at: number, symbol: string) => isSymbol(statement, tokens[at], symbol);
  const isNamed = (at: number) => tokens[at] !== undefined && isName(statement, tokens[at]);
  /** Reads an alias, if there is one, and whether the list goes on. */
  const endOfRelation = (at: number, relation: Relation): number => {
    let next = wordOf(statement, tokens[at]) === 'as' ? at + 1 : at;
    if (isNamed(next)) {
      relation.alias = nameOf(statement, tokens[next]!);
      next++;
    }
    expectsTable = isThere(next, ',');
    return expectsTable ? next + 1 : next;
  };
  for (let at = 0; at < tokens.length; ) {
    const token = tokens[at]!;
    const word = wordOf(statement, token);
    const within = open.at(-1)!;
    if (expectsTable && isName(statement, token)) {
      const relation: Relation = { parts: [nameOf(statement, token)], within };
      at++;
      while (isThere(at, '.')) {
        at++;
        const part = tokens[at];
        if (part && (part.kind === 'word' || part.kind === 'name')) {
          relation.parts.push(nameOf(statement, part));
          at++;
        }
      }
      at = endOfRelation(at, relation);
      relations.push(relation);
      continue;
    }
    if (isThere(at, '(')) {
      open.push({ from: token.to, to: statement.length, isRelation: expectsTable });
    } else if (isThere(at, ')') && open.length > 1) {
      const closed = open.pop()!;
      closed.to = token.from;
      if (closed.isRelation) {
        const relation: Relation = { parts: [], within: open.at(-1)! };
        at = endOfRelation(at + 1, relation);
        if (relation.alias !== undefined) {
          relation.parts = [relation.alias];
          relations.push(relation);
          queries.push({ name: relation.alias, body: { from: closed.from, to: closed.to } });
        }
        continue;
      }
    }
    const named = isNamed(at) && ['with', 'recursive', ','].includes(textOf(statement, tokens[at - 1])) ? withQuery(statement, tokens, at) : undefined;
    if (named) {
      queries.push(named);
    }
    expectsTable = word !== undefined && introducers.has(word);
    at++;
  }
  return { relations: relations.map(({ within, ...relation }) => ({ ...relation, within: { from: within.from, to: within.to } })), queries, expectsTable };
}

// WITH a AS (...), b (x, y) AS (...)
function withQuery(statement: string, tokens: Token[], at: number): NamedQuery | undefined {
  const name = nameOf(statement, tokens[at]!);
  let next = at + 1;
  let columns: string[] | undefined;
  if (isSymbol(statement, tokens[next], '(')) {
    const end = closingOf(statement, tokens, next);
    columns = tokens.slice(next + 1, end).filter((token) => isName(statement, token)).map((token) => nameOf(statement, token));
    next = end + 1;
  }
  if (wordOf(statement, tokens[next]) !== 'as' || !isSymbol(statement, tokens[next + 1], '(')) {
    return undefined;
  }
  const end = tokens[closingOf(statement, tokens, next + 1)];
  return { name, ...(columns ? { columns } : {}), body: { from: tokens[next + 1]!.to, to: end?.from ?? statement.length } };
}

function closingOf(statement: string, tokens: Token[], opening: number): number {
  let depth = 0;
  let at = opening;
  for (; at < tokens.length; at++) {
    depth += isSymbol(statement, tokens[at], '(') ? 1 : isSymbol(statement, tokens[at], ')') ? -1 : 0;
    if (depth === 0) {
      break;
    }
  }
  return at;
}

const textOf = (text: string, token: Token | undefined) => (token ? text.slice(token.from, token.to).toLowerCase() : '');
const wordOf = (text: string, token: Token | undefined) => (token?.kind === 'word' ? textOf(text, token) : undefined);
const isSymbol = (text: string, token: Token | undefined, symbol: string) => token?.kind === 'symbol' && textOf(text, token) === symbol;
const isName = (text: string, token: Token) => token.kind === 'name' || (token.kind === 'word' && !reserved.has(textOf(text, token)));
