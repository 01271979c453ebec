import { useQuery } from '@tanstack/react-query';
import { readHealth, type StreamHealth, type SystemHealth } from '../api/health';
import { Failure } from '../ui/Failure';
import { Loading } from '../ui/Loading';
import { useTimeFormat } from '../ui/preferences';
import { bytes, span } from './measures';
import { Problems } from './Problems';

const streams: Record<string, string> = {
  requests: 'One record for each model call. While it fails, calls are refused before they cost anything.',
  payloads: 'What calls said, where an endpoint has an inference table. While it fails, payloads are dropped and marked; calls are not refused.',
  audit: 'Changes and denied accesses. While it fails, changes are refused; model calls are not.',
};

const stores: Record<string, string> = {
  ok: 'It takes what the journal has.',
  behind: 'It refuses what the journal has. Records wait on the disk, and none is lost.',
  down: 'Its process is not running and is being started again. Records wait on the disk, and none is lost.',
};

/** How the server is, looked at every three seconds. */
export function Health() {
  const health = useQuery({ queryKey: ['health'], queryFn: ({ signal }) => readHealth(signal), refetchInterval: 3_000 });
  if (health.error) {
    return <Failure error={health.error} retry={() => void health.refetch()} />;
  }
  if (!health.data) {
    return <Loading what="health" />;
  }
  return (
    <>
      <Summary health={health.data} />
      <h2>Journal</h2>
      <div className="wide" tabIndex={0} role="region" aria-label="Journal">
        <table>
          <thead>
            <tr>
              <th scope="col">Stream</th><th scope="col">State</th><th scope="col" className="number">On the way to the disk</th><th scope="col" className="number">Not in the table yet</th>
              <th scope="col" className="number">Its oldest</th><th scope="col">Table took last</th>
            </tr>
          </thead>
          <tbody>{health.data.journals.map((stream) => <Stream key={stream.stream} stream={stream} />)}</tbody>
        </table>
      </div>
      <Problems problems={health.data.recent_problems} />
    </>
  );
}

function Summary({ health }: { health: SystemHealth }) {
  const time = useTimeFormat();
  const { disk, store } = health;
  return (
    <dl className="health-facts">
      <div><dt>Requests</dt><dd className={health.status === 'ready' ? '' : 'bad'}>{health.status === 'ready' ? 'are served' : 'are refused'}</dd></div>
      <div><dt>Table store ({store.name})</dt><dd className={store.state === 'ok' ? '' : 'bad'}>{store.state}</dd><dd className="quiet">{store.trouble ?? stores[store.state]}</dd></div>
      <div><dt>Free disk</dt><dd className={disk.free_bytes < disk.total_bytes / 20 ? 'bad' : ''}>{bytes(disk.free_bytes)}</dd><dd className="quiet">of {bytes(disk.total_bytes)}</dd></div>
      <div><dt>Version</dt><dd>{health.version}</dd><dd className="quiet">since {time(health.started_time)}</dd></div>
      <div><dt>Replica</dt><dd className="mono">{health.replica}</dd></div>
    </dl>
  );
}

function Stream({ stream }: { stream: StreamHealth }) {
  const time = useTimeFormat();
  return (
    <tr>
      <th scope="row" className="stream-meaning"><span className="mono">{stream.stream}</span><br /><span className="quiet">{stream.trouble ?? streams[stream.stream]}</span></th>
      <td className={stream.state === 'ok' ? '' : 'bad'}>{stream.failure ?? stream.state}</td>
      <td className="number">{bytes(stream.pending_bytes)}</td>
      <td className="number">{bytes(stream.waiting_bytes)}</td>
      <td className="number">{stream.oldest_waiting_time === null ? 'all is in the table' : span(stream.oldest_waiting_seconds)}</td>
      <td>{stream.last_taken_time === null ? 'nothing since the start' : time(stream.last_taken_time)}</td>
    </tr>
  );
}
