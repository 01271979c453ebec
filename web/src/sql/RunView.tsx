import { useMemo } from 'react';
import { Button } from 'react-aria-components';
import { Failure } from '../ui/Failure';
import { Elapsed } from './Elapsed';
import { ResultGrid } from './ResultGrid';
import type { Run } from './useRun';

/** How a run goes, and what came of it. */
export function RunView({ run, place, onGoTo }: { run: Run; place: { line: number } | undefined; onGoTo: () => void }) {
  // Each result begins unsorted and unfiltered.
  const grid = useMemo(() => run.result && <ResultGrid key={run.startedAt} result={run.result} />, [run.result, run.startedAt]);
  const took = run.milliseconds === undefined ? '' : run.milliseconds < 1000 ? `${run.milliseconds} ms` : `${(run.milliseconds / 1000).toFixed(1)} s`;
  switch (run.state) {
    case 'running':
      return <Elapsed key={run.startedAt} since={run.startedAt} />;
    case 'cancelled':
      return <p>Cancelled after {took}.</p>;
    case 'failed':
      return (
        <>
          <Failure error={run.error!} />
          {place && <Button className="react-aria-Button small" onPress={onGoTo}>Go to the place in line {place.line}</Button>}
        </>
      );
    case 'done':
      return (
        <>
          <p className="quiet sql-took">Took {took}</p>
          {grid}
        </>
      );
  }
}
