import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { runStatement } from '../api/statements';
import { Failure } from '../ui/Failure';
import { Loading } from '../ui/Loading';
import { useTimeFormat } from '../ui/preferences';

const statement = 'SELECT event_time, user_identity.email, service_name, action_name, response.status_code, to_json(request_params) FROM system.access.audit ORDER BY event_time DESC LIMIT 100';

/** Who changed what, the latest first. */
export function Audit() {
  const time = useTimeFormat();
  const audit = useQuery({ queryKey: ['audit'], queryFn: ({ signal }) => runStatement(statement, { signal }), refetchInterval: 10_000 });
  if (audit.error) {
    return <Failure error={audit.error} retry={() => void audit.refetch()} />;
  }
  if (!audit.data) {
    return <Loading what="the audit log" />;
  }
  return (
    <>
      <p>The last 100 entries. All are in <Link to="/catalog/system/access/audit">system.access.audit</Link>.</p>
      <div className="wide" tabIndex={0} role="region" aria-label="Audit log">
        <table>
          <thead><tr><th scope="col">Time</th><th scope="col">Who</th><th scope="col">What</th><th scope="col" className="number">Status</th><th scope="col">With</th></tr></thead>
          <tbody>
            {audit.data.rows.map(([at, who, service, action, status, parameters], row) => (
              <tr key={row}><td>{time(at)}</td><td>{who}</td><th scope="row">{service} {action}</th><td className="number">{status}</td><td className="mono parameters">{parameters}</td></tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
