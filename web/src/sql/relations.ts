import { keywords } from './dialect';
import { nameOf, tokensOf, type Token } from './tokens';

/** A table that a statement reads, as it is written there. */
export interface Relation {
  parts: string[];
  alias?: string;
}

export interface Relations {
  relations: Relation[];
  /** The names that WITH gives to queries. */
  queries: string[];
  /** Whether the text ends where the next name is a table's. */
  expectsTable: boolean;
}

const introducers = new Set(['from', 'join', 'describe', 'table']);
const reserved = new Set(keywords);

/** The tables of the FROM and JOIN lists of a statement, those of its subqueries included. */
export function relationsOf(statement: string): Relations {
  const tokens = tokensOf(statement).filter((token) => token.kind !== 'comment');
  const relations: Relation[] = [];
  const queries: string[] = [];
  let expectsTable = false;
  for (let at = 0; at < tokens.length; ) {
    const token = tokens[at]!;
    const word = wordOf(statement, token);
    if (expectsTable && isName(statement, token)) {
      const relation: Relation = { parts: [nameOf(statement, token)] };
      at++;
      while (isSymbol(statement, tokens[at], '.')) {
        at++;
        const part = tokens[at];
        if (part && (part.kind === 'word' || part.kind === 'name')) {
          relation.parts.push(nameOf(statement, part));
          at++;
        }
      }
      if (wordOf(statement, tokens[at]) === 'as') {
        at++;
      }
      const alias = tokens[at];
      if (alias && isName(statement, alias)) {
        relation.alias = nameOf(statement, alias);
        at++;
      }
      relations.push(relation);
      expectsTable = isSymbol(statement, tokens[at], ',');
      if (expectsTable) {
        at++;
      }
      continue;
    }
    // WITH a AS (...), b AS (...)
    if (isName(statement, token) && wordOf(statement, tokens[at + 1]) === 'as' && isSymbol(statement, tokens[at + 2], '(') && ['with', 'recursive', ','].includes(textOf(statement, tokens[at - 1]))) {
      queries.push(nameOf(statement, token));
    }
    expectsTable = word !== undefined && introducers.has(word);
    at++;
  }
  return { relations, queries, expectsTable };
}

const textOf = (text: string, token: Token | undefined) => (token ? text.slice(token.from, token.to).toLowerCase() : '');
const wordOf = (text: string, token: Token | undefined) => (token?.kind === 'word' ? textOf(text, token) : undefined);
const isSymbol = (text: string, token: Token | undefined, symbol: string) => token?.kind === 'symbol' && textOf(text, token) === symbol;
const isName = (text: string, token: Token) => token.kind === 'name' || (token.kind === 'word' && !reserved.has(textOf(text, token)));
