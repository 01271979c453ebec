import { useCallback, useState } from 'react';

/** A statement that was run. */
export interface PastRun {
  statement: string;
  at: number;
  outcome: string;
}

/** A text with a name. */
export interface SavedQuery {
  name: string;
  text: string;
}

export const mostPastRuns = 50;

/** The history with one more run, newest first; the same statement run again moves up. */
export const withRun = (past: PastRun[], run: PastRun) => [run, ...past.filter((other) => other.statement !== run.statement)].slice(0, mostPastRuns);

/** The saved queries with one more, by name; one of the same name is replaced. */
export const withQuery = (saved: SavedQuery[], query: SavedQuery) =>
  [...saved.filter((other) => other.name !== query.name), query].sort((a, b) => a.name.localeCompare(b.name));

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

/** A value that this browser keeps for one user. What cannot be read is as if nothing had been kept. */
export function useKept<Value>(user: string, name: string, nothing: Value, isRight: (value: unknown) => boolean): [Value, (change: (value: Value) => Value) => void] {
  const key = keyOf(user, name);
  const read = (): Value => {
    try {
      const kept: unknown = JSON.parse(textOf(key) ?? 'null');
      return isRight(kept) ? (kept as Value) : nothing;
    } catch {
      return nothing;
    }
  };
  const [value, setValue] = useState(read);
  const change = useCallback(
    (make: (value: Value) => Value) => {
      // Another tab may have changed it in the meantime.
      const changed = make(read());
      keepText(key, JSON.stringify(changed));
      setValue(changed);
    },
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [key],
  );
  return [value, change];
}

const has = (value: unknown, ...members: string[]) => typeof value === 'object' && value !== null && members.every((member) => typeof (value as Record<string, unknown>)[member] === 'string');

export const arePastRuns = (value: unknown) => Array.isArray(value) && value.every((run) => has(run, 'statement', 'outcome') && typeof (run as PastRun).at === 'number');
export const areQueries = (value: unknown) => Array.isArray(value) && value.every((query) => has(query, 'name', 'text'));
