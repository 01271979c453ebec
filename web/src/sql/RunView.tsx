import { useMemo } from 'react';
import { Button } from 'react-aria-components';
import { Failure } from '../ui/Failure';
import { duration } from './duration';
import { Elapsed } from './Elapsed';
import { ResultView } from './ResultView';
import type { Run } from './useRun';

/** How a run goes, and what came of it. */
export function RunView({ run, place, onGoTo }: { run: Run; place: { line: number } | undefined; onGoTo: () => void }) {
  const shown = run.result ?? run.progress;
  const isGrowing = run.state === 'running';
  // Each result begins unsorted and unfiltered; what has come of a large one stays where it is while the rest comes.
  const result = useMemo(() => shown && <ResultView key={run.startedAt} result={shown} isGrowing={isGrowing} />, [shown, isGrowing, run.startedAt]);
  return (
    <>
      <Outcome run={run} place={place} onGoTo={onGoTo} />
      {result}
    </>
  );
}

function Outcome({ run, place, onGoTo }: Parameters<typeof RunView>[0]) {
  const took = run.milliseconds === undefined ? '' : duration(run.milliseconds);
  const { progress } = run;
  switch (run.state) {
    case 'running':
      return <Elapsed key={run.startedAt} since={run.startedAt}>{progress && <> {progress.rows.length.toLocaleString()} of {progress.total.toLocaleString()} rows</>}</Elapsed>;
    case 'cancelled':
      return <p>Cancelled after {took}.{progress && <> The first {progress.rows.length.toLocaleString()} of {progress.total.toLocaleString()} rows had come.</>}</p>;
    case 'failed':
      return (
        <>
          <Failure error={run.error!} />
          {place && <Button className="react-aria-Button small" onPress={onGoTo}>Go to the place in line {place.line}</Button>}
        </>
      );
    case 'done':
      return <p className="quiet sql-took">Took {took}</p>;
  }
}
