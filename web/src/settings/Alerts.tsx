import { useQuery } from '@tanstack/react-query';
import { listAlerts } from '../api/settings';
import { Failure } from '../ui/Failure';
import { Loading } from '../ui/Loading';
import { useTimeFormat } from '../ui/preferences';

/** What came up, and whether somebody was told. */
export function Alerts() {
  const time = useTimeFormat();
  const alerts = useQuery({ queryKey: ['alerts'], queryFn: ({ signal }) => listAlerts(signal), refetchInterval: 10_000 });
  if (alerts.error) {
    return <Failure error={alerts.error} retry={() => void alerts.refetch()} />;
  }
  if (!alerts.data) {
    return <Loading what="alerts" />;
  }
  if (alerts.data.length === 0) {
    return <p className="empty">Nothing has come up. Budgets that reach a threshold, and days on which spend leaves its usual range, stand here and are told to a webhook.</p>;
  }
  return (
    <div className="wide" tabIndex={0} role="region" aria-label="Alerts">
      <table>
        <thead><tr><th scope="col">Time</th><th scope="col">What</th><th scope="col">Told</th><th scope="col" className="number">Attempts</th><th scope="col">Last trouble</th></tr></thead>
        <tbody>
          {alerts.data.map((alert) => (
            <tr key={alert.id}><td>{time(alert.created_time)}</td><th scope="row">{alert.id}</th><td>{alert.state.toLowerCase().replaceAll('_', ' ')}</td><td className="number">{alert.attempts}</td><td>{alert.last_error}</td></tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
