/** A query as this browser kept it before the server did. */
export interface KeptQuery {
  name: string;
  text: string;
}

// What a browser that keeps nothing, or has no room, would not keep lasts as long as the page.
const unkept = new Map<string, string>();

/** The text that this browser keeps under a key. */
function textOf(key: string): string | null {
  try {
    return unkept.get(key) ?? localStorage.getItem(key);
  } catch {
    return null;
  }
}

function keepText(key: string, text: string): void {
  try {
    localStorage.setItem(key, text);
    unkept.delete(key);
  } catch {
    unkept.set(key, text);
  }
}

const keyOf = (user: string, name: string) => `weir.sql.${user}.${name}`;

/** The text of the editor, which survives a reload. */
export const readDraft = (user: string) => textOf(keyOf(user, 'draft')) ?? '';
export const keepDraft = (user: string, text: string) => keepText(keyOf(user, 'draft'), text);

/** The queries that this browser kept before the server did, and that were not moved yet. What cannot be read is as if nothing had been kept. */
export function readKeptQueries(user: string): KeptQuery[] {
  try {
    const kept: unknown = JSON.parse(textOf(keyOf(user, 'saved')) ?? 'null');
    return areQueries(kept) ? kept : [];
  } catch {
    return [];
  }
}

/** Keeps those that are still to be moved. */
export const keepQueries = (user: string, queries: KeptQuery[]) => keepText(keyOf(user, 'saved'), JSON.stringify(queries));

export const areQueries = (value: unknown): value is KeptQuery[] =>
  Array.isArray(value) && value.every((query: Partial<KeptQuery> | null) => typeof query === 'object' && query !== null && typeof query.name === 'string' && typeof query.text === 'string');
