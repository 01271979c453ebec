import { useState } from 'react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'react-aria-components';
import { deleteSchedule, pauseSchedule, runSchedule, type RunOutcome, type Schedule } from '../../api/schedules';
import { Failure } from '../../ui/Failure';
import { useTimeFormat } from '../../ui/preferences';
import { wordsOf } from './cron';
import { schedulesKey } from './useSchedules';

const formats: Record<string, string> = { JSON: 'figures (JSON)', PNG: 'pictures (PNG)', PDF: 'a PDF' };
const states: Record<string, string> = { RUNNING: 'running', SUCCEEDED: 'sent', FAILED: 'failed', SKIPPED: 'not sent' };

/** A schedule, and what can be done with it. */
export function ScheduleItem({ schedule, onSubscribers }: { schedule: Schedule; onSubscribers: () => void }) {
  const queries = useQueryClient();
  const format = useTimeFormat();
  const [isAsked, setAsked] = useState(false);
  const refresh = { onSettled: () => queries.invalidateQueries({ queryKey: schedulesKey(schedule.dashboard_id) }) };
  const run = useMutation({ mutationFn: () => runSchedule(schedule), ...refresh });
  const pause = useMutation({ mutationFn: (isPaused: boolean) => pauseSchedule(schedule, isPaused), ...refresh });
  const remove = useMutation({ mutationFn: () => deleteSchedule(schedule), ...refresh });
  const isPaused = schedule.pause_status === 'PAUSED';
  const failure = run.error ?? pause.error ?? remove.error;
  const last = schedule.last_run;
  return (
    <li>
      <h3>{schedule.display_name} {isPaused && <span className="chip">Paused</span>}</h3>
      <p>{wordsOf(schedule.cron_schedule.quartz_cron_expression)} ({schedule.cron_schedule.timezone_id}), as {formats[schedule.format] ?? schedule.format}</p>
      <p className="quiet">{schedule.next_run_time === null ? 'It does not run by itself.' : `Runs next on ${format(schedule.next_run_time)}.`}</p>
      {last && !run.data && (
        <p className={last.status === 'FAILED' ? 'outcome bad' : 'outcome quiet'}>
          Last run on {format(last.time)}: {states[last.status] ?? last.status}.{last.message !== null && ` ${last.message}`}
        </p>
      )}
      {run.data && <Outcome outcome={run.data} />}
      {failure && <Failure error={failure} />}
      {isAsked ? (
        <div className="bar" role="group" aria-label={`Delete ${schedule.display_name}?`}>
          <span>Delete it, with its subscribers?</span>
          <Button className="react-aria-Button danger" autoFocus isPending={remove.isPending} onPress={() => remove.mutate()}>Delete it</Button>
          <Button onPress={() => setAsked(false)}>Leave it</Button>
        </div>
      ) : (
        <div className="bar">
          <Button className="react-aria-Button small" isPending={run.isPending} onPress={() => run.mutate()}>{run.isPending ? 'Running…' : 'Run now'}</Button>
          <Button className="react-aria-Button small" onPress={onSubscribers}>Subscribers</Button>
          <Button className="react-aria-Button small" isPending={pause.isPending} onPress={() => pause.mutate(!isPaused)}>{isPaused ? 'Resume' : 'Pause'}</Button>
          <Button className="react-aria-Button small" onPress={() => setAsked(true)}>Delete</Button>
        </div>
      )}
    </li>
  );
}

function Outcome({ outcome }: { outcome: RunOutcome }) {
  return (
    <div role="status" className="outcome">
      {outcome.deliveries.length === 0 && <p className={outcome.status === 'FAILED' ? 'bad' : ''}>{outcome.message}</p>}
      <ul>
        {outcome.deliveries.map((delivery) => (
          <li key={delivery.subscription_id} className={delivery.status === 'FAILED' ? 'bad' : ''}>
            {delivery.target}: {delivery.status === 'DELIVERED' ? 'sent' : (delivery.message ?? 'failed')}
          </li>
        ))}
      </ul>
    </div>
  );
}
