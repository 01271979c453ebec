import { useEffect, useMemo, useState } from 'react';
import type { Result } from '../api/statements';
import { arrange, shownRows, type Sorting } from './sort';

const mostAtOnce = 20_000;
const sliceMilliseconds = 16;

/** The rows to show in their order; while many are still sought or sorted, the order before and the done share, from 0 to 1. */
export function useShownRows({ columns, rows }: Result, sought: string, sorting: Sorting | undefined): { shown: Uint32Array; done: number } {
  const isQuick = rows.length <= mostAtOnce || (sought === '' && sorting === undefined);
  const quick = useMemo(() => (isQuick ? shownRows(rows, columns, sought, sorting) : undefined), [isQuick, rows, columns, sought, sorting]);
  const [slow, setSlow] = useState<Uint32Array>();
  const [done, setDone] = useState(1);

  useEffect(() => {
    if (quick) {
      setSlow(quick);
      return;
    }
    let timer: ReturnType<typeof setTimeout>;
    const work = arrange(rows, columns, sought, sorting);
    // The page goes on between the slices: a worker would have to be given a copy of all rows first.
    const slice = () => {
      const until = performance.now() + sliceMilliseconds;
      for (let share = 0; ; ) {
        const step = work.next();
        if (step.done) {
          setSlow(step.value);
          setDone(1);
          return;
        }
        share = step.value;
        if (performance.now() >= until) {
          setDone(share);
          timer = setTimeout(slice);
          return;
        }
      }
    };
    setDone(0);
    timer = setTimeout(slice);
    return () => {
      clearTimeout(timer);
      setDone(1);
    };
  }, [quick, rows, columns, sought, sorting]);

  return { shown: quick ?? slow ?? new Uint32Array(), done: quick ? 1 : done };
}
