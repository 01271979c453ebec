import { keywords } from './dialect';
import { nameOf, tokensOf, type Token } from './tokens';

/** A column that a query answers: a name and, where it is no more than a path to a value, that path; or all columns of what it reads. */
export type SelectItem = { name: string; path?: string[] } | { star: string[] };

const reserved = new Set(keywords);
const openers = new Set(['(', '[']);
const closers = new Set([')', ']']);
const ends = new Set(['from', 'union', 'intersect', 'except', 'where', 'order', 'limit']);

/** The columns of a query, from its first select list. An expression without a name has none. */
export function selectList(query: string): SelectItem[] {
  const tokens = tokensOf(query).filter((token) => token.kind !== 'comment');
  const textOf = (token: Token | undefined) => (token ? query.slice(token.from, token.to).toLowerCase() : '');
  const isName = (token: Token | undefined) => token !== undefined && (token.kind === 'name' || (token.kind === 'word' && !reserved.has(textOf(token))));
  const items: SelectItem[] = [];
  let item: Token[] | undefined;
  let depth = 0;
  const end = () => {
    const read = item && itemOf(item);
    if (read) {
      items.push(read);
    }
  };
  const itemOf = (parts: Token[]): SelectItem | undefined => {
    const last = parts.at(-1);
    const previous = parts.at(-2);
    const path = pathOf(parts);
    if (textOf(last) === '*' && (parts.length === 1 || textOf(previous) === '.')) {
      return { star: pathOf(parts.slice(0, -2)) ?? [] };
    }
    if (path) {
      return { name: path.at(-1)!, path };
    }
    if (!last || !isName(last) || textOf(previous) === '.') {
      return undefined;
    }
    const hasAs = textOf(previous) === 'as';
    // Behind a value without a sign between them: an alias too.
    if (!hasAs && (!previous || (previous.kind === 'symbol' && !closers.has(textOf(previous))) || (previous.kind === 'word' && reserved.has(textOf(previous)) && textOf(previous) !== 'end'))) {
      return undefined;
    }
    const aliased = pathOf(parts.slice(0, hasAs ? -2 : -1));
    return { name: nameOf(query, last), ...(aliased ? { path: aliased } : {}) };
  };
  const pathOf = (parts: Token[]): string[] | undefined =>
    parts.length % 2 === 1 && parts.every((token, at) => (at % 2 === 0 ? isName(token) : textOf(token) === '.')) ? parts.filter((_, at) => at % 2 === 0).map((token) => nameOf(query, token)) : undefined;

  for (const token of tokens) {
    const text = token.kind === 'word' || token.kind === 'symbol' ? textOf(token) : '';
    if (depth === 0 && item === undefined) {
      item = text === 'select' ? [] : undefined;
    } else if (depth === 0 && ends.has(text)) {
      break;
    } else if (depth === 0 && text === ',') {
      end();
      item = [];
      continue;
    } else if (!(item?.length === 0 && (text === 'distinct' || text === 'all'))) {
      item?.push(token);
    }
    depth += openers.has(text) ? 1 : closers.has(text) ? -1 : 0;
  }
  end();
  return items;
}
