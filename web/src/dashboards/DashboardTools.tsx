import { useEffect, useId, useState } from 'react';
import { useIsFetching, useQueryClient } from '@tanstack/react-query';
import { Button } from 'react-aria-components';
import type { WidgetResult } from '../api/dashboards';
import { useTimeFormat } from '../ui/preferences';
import { resultKey } from './useResult';

interface Properties {
  sourceId: string;
  refreshEvery: number | false;
  onRefreshEvery: (interval: number | false) => void;
  onPrint: () => void;
  onFullScreen: () => void;
}

const minute = 60_000;
const intervals = [1, 5, 15];

/** What can be done with the whole dashboard, and how old its figures are. */
export function DashboardTools({ sourceId, refreshEvery, onRefreshEvery, onPrint, onFullScreen }: Properties) {
  const queries = useQueryClient();
  const id = useId();
  const isFetching = useIsFetching({ queryKey: resultKey(sourceId) }) > 0;
  return (
    <div className="tools">
      <Age sourceId={sourceId} isFetching={isFetching} />
      <Button className="react-aria-Button small" isDisabled={isFetching} onPress={() => void queries.refetchQueries({ queryKey: resultKey(sourceId), type: 'active' })}>Refresh</Button>
      <label htmlFor={id} className="visually-hidden">Refresh by itself</label>
      <select id={id} className="small" value={refreshEvery === false ? '' : String(refreshEvery)} onChange={(event) => onRefreshEvery(event.target.value === '' ? false : Number(event.target.value))}>
        <option value="">Auto-refresh: off</option>
        {intervals.map((minutes) => <option key={minutes} value={minutes * minute}>Every {minutes} min</option>)}
      </select>
      {document.fullscreenEnabled && <Button className="react-aria-Button small" onPress={onFullScreen}>Full screen</Button>}
      <Button className="react-aria-Button small" onPress={onPrint}>Print</Button>
    </div>
  );
}

/** The age of the oldest figure that is shown. */
function Age({ sourceId, isFetching }: { sourceId: string; isFetching: boolean }) {
  const queries = useQueryClient();
  const format = useTimeFormat();
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 15_000);
    return () => clearInterval(timer);
  }, [isFetching]);
  if (isFetching) {
    return <span className="quiet age" role="status">Loading…</span>;
  }
  const times = queries.getQueriesData<WidgetResult>({ queryKey: resultKey(sourceId), type: 'active' }).flatMap(([, result]) => (result ? [Date.parse(result.computed_time)] : [])).filter((time) => !Number.isNaN(time));
  if (times.length === 0) {
    return null;
  }
  const oldest = Math.min(...times);
  const seconds = Math.max(0, Math.round((now - oldest) / 1000));
  return <span className="quiet age" role="status" title={format(oldest)}>{seconds < 60 ? 'Computed just now' : `Computed ${ago(seconds)}`}</span>;
}

function ago(seconds: number): string {
  const write = new Intl.RelativeTimeFormat(undefined, { numeric: 'always' });
  return seconds < 3600 ? write.format(-Math.round(seconds / 60), 'minute') : seconds < 172_800 ? write.format(-Math.round(seconds / 3600), 'hour') : write.format(-Math.round(seconds / 86_400), 'day');
}
