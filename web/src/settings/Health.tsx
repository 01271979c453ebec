import { useQuery } from '@tanstack/react-query';
import { readHealth } from '../api/settings';
import { Failure } from '../ui/Failure';
import { Loading } from '../ui/Loading';

const meanings: Record<string, string> = {
  status: 'Whether requests are served.',
  journal: 'Whether records can be made durable. While it fails, requests are refused before they cost anything.',
  audit: 'Whether changes can be audited. While it fails, changes are refused; model calls are not.',
  store: 'Whether records become rows. While it is behind or down, they wait in the journal and none is lost.',
  journal_lag_bytes: 'Bytes of records that are not rows yet.',
};

/** How the server is, as it says itself. */
export function Health() {
  const health = useQuery({ queryKey: ['health'], queryFn: ({ signal }) => readHealth(signal), refetchInterval: 3_000 });
  if (health.error) {
    return <Failure error={health.error} retry={() => void health.refetch()} />;
  }
  if (!health.data) {
    return <Loading what="health" />;
  }
  return (
    <div className="wide" tabIndex={0} role="region" aria-label="System health">
      <table>
        <thead><tr><th scope="col">Part</th><th scope="col">State</th><th scope="col">Meaning</th></tr></thead>
        <tbody>
          {Object.entries(health.data).map(([part, state]) => (
            <tr key={part}><th scope="row" className="mono">{part}</th><td className={state === 'failing' || state === 'down' ? 'bad' : ''}>{String(state)}</td><td>{meanings[part]}</td></tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
