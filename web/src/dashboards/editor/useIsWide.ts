import { useSyncExternalStore } from 'react';

const query = matchMedia('(min-width: 48.01rem)');

const subscribe = (listener: () => void) => {
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
};

/** Whether there is room for the grid; style.css lays pages out for a phone below this width. */
export const useIsWide = (): boolean => useSyncExternalStore(subscribe, () => query.matches);
