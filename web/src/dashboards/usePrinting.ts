import { useCallback, useEffect, useState } from 'react';
import { flushSync } from 'react-dom';
import { useQueryClient } from '@tanstack/react-query';
import { readTheme, useChartTheme, type ChartTheme } from '../charts/theme';
import { resultKey } from './useResult';

const longestWait = 30_000;
const pause = 100;

/**
 * Paper is light, has all widgets of the page, and is as wide as paper. `print` waits until they are there; the browser's own way to print
 * takes what is there, in light colours too.
 */
export function usePrinting(sourceId: string): { theme: ChartTheme; isPrinting: boolean; print: () => void } {
  const queries = useQueryClient();
  const screen = useChartTheme();
  const [paper, setPaper] = useState<ChartTheme>();
  const [isPrinting, setPrinting] = useState(false);

  useEffect(() => {
    const root = document.documentElement;
    let before: string | undefined;
    const begin = () => {
      before = root.dataset['theme'];
      root.dataset['theme'] = 'light';
      // The browser prints as soon as this returns.
      flushSync(() => setPaper(readTheme()));
    };
    const end = () => {
      if (before === undefined) {
        delete root.dataset['theme'];
      } else {
        root.dataset['theme'] = before;
      }
      setPaper(undefined);
      setPrinting(false);
    };
    addEventListener('beforeprint', begin);
    addEventListener('afterprint', end);
    return () => {
      removeEventListener('beforeprint', begin);
      removeEventListener('afterprint', end);
    };
  }, []);

  const print = useCallback(() => {
    setPrinting(true);
    const giveUp = performance.now() + longestWait;
    const whenReady = () => {
      if (queries.isFetching({ queryKey: resultKey(sourceId) }) > 0 && performance.now() < giveUp) {
        setTimeout(whenReady, pause);
      } else {
        // The charts take the width of the paper in the frame after.
        setTimeout(() => window.print(), 2 * pause);
      }
    };
    setTimeout(whenReady, pause);
  }, [queries, sourceId]);

  return { theme: paper ?? screen, isPrinting, print };
}
