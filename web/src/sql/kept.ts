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

/** A value that this browser keeps for one user. What cannot be read is as if nothing had been kept. */
export function useKept<Value>(user: string, name: string, nothing: Value, isRight: (value: unknown) => boolean): [Value, (change: (value: Value) => Value) => void] {
  const key = `weir.sql.${user}.${name}`;
  const read = (): Value => {
    try {
      const kept: unknown = JSON.parse(localStorage.getItem(key) ?? 'null');
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
      try {
        localStorage.setItem(key, JSON.stringify(changed));
      } catch {
        // A browser that keeps nothing, or has no room, forgets it with the page.
      }
      setValue(changed);
    },
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [key],
  );
  return [value, change];
}

const has = (value: unknown, ...members: string[]) => typeof value === 'object' && value !== null && members.every((member) => typeof (value as Record<string, unknown>)[member] === 'string');

export const isText = (value: unknown) => typeof value === 'string';
export const arePastRuns = (value: unknown) => Array.isArray(value) && value.every((run) => has(run, 'statement', 'outcome') && typeof (run as PastRun).at === 'number');
export const areQueries = (value: unknown) => Array.isArray(value) && value.every((query) => has(query, 'name', 'text'));
