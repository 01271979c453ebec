import { useSyncExternalStore } from 'react';

const defaults = { theme: 'system', zone: 'utc' } as const;
type Name = keyof typeof defaults;

const listeners = new Set<() => void>();

const read = (name: Name): string => {
  try {
    return localStorage.getItem('weir.' + name) ?? defaults[name];
  } catch {
    return defaults[name];
  }
};

/** A choice of this browser's, kept there. */
export function usePreference(name: Name): [string, (value: string) => void] {
  const value = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => read(name),
  );
  return [
    value,
    (changed) => {
      try {
        localStorage.setItem('weir.' + name, changed);
      } catch {
        // A browser that keeps nothing forgets the choice with the page.
      }
      applyTheme();
      listeners.forEach((listener) => listener());
    },
  ];
}

/** Puts the chosen theme on the page; style.css does the rest. */
export function applyTheme(): void {
  const theme = read('theme');
  if (theme === 'system') {
    delete document.documentElement.dataset['theme'];
  } else {
    document.documentElement.dataset['theme'] = theme;
  }
}

/** Formats times of the API (UTC) by the browser's locale, in UTC or the browser's zone. */
export function useTimeFormat(): (time: string | number | null | undefined) => string {
  const [zone] = usePreference('zone');
  const format = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium', ...(zone === 'utc' ? { timeZone: 'UTC' } : {}) });
  return (time) => (time === null || time === undefined ? '' : format.format(new Date(time)) + (zone === 'utc' ? ' UTC' : ''));
}
