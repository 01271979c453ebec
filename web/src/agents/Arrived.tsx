import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { Agent } from '../api/agents';
import { useSession } from '../api/session';
import { count, milliseconds } from '../gateway/format';
import { NotGranted } from '../gateway/NotGranted';
import { every, isDenied, sqlLink, usageTable, type Row } from '../gateway/usage';
import { Failure } from '../ui/Failure';
import { Loading } from '../ui/Loading';
import { useTimeFormat } from '../ui/preferences';
import { readArrivals, shownArrivals } from './arrivals';

/** Whether what the agent sends arrives: the user's own last requests that were recognised as its. */
export function Arrived({ agent }: { agent: Agent }) {
  const session = useSession().data;
  const requests = useQuery({
    queryKey: ['agent arrivals', session?.workspace_id, session?.user_name, agent.name],
    queryFn: ({ signal }) => readArrivals(session!.workspace_id, session!.user_name, agent.name, signal),
    enabled: session !== undefined,
    refetchInterval: every(3000),
  });
  return (
    <section aria-labelledby="agent-arrived">
      <h2 id="agent-arrived">Does it arrive?</h2>
      {isDenied(requests.error) ? <NotGranted table="usage" what="requests" /> : requests.error && <Failure error={requests.error} retry={() => void requests.refetch()} />}
      {!requests.error && !requests.data && <Loading what="requests" />}
      <p role="status">
        {requests.data?.length === 0 && `Nothing of ${agent.name} has come from you in the last 24 hours. Start it and ask it something: its requests are here within seconds.`}
        {requests.data && requests.data.length > 0 && `${agent.name} reaches the gateway as you.`}
      </p>
      {requests.data && requests.data.length > 0 && <ArrivedTable rows={requests.data} agent={agent.name} />}
    </section>
  );
}

function ArrivedTable({ rows, agent }: { rows: Row[]; agent: string }) {
  const time = useTimeFormat();
  return (
    <div className="wide" tabIndex={0} role="region" aria-label={`Your last requests of ${agent}`}>
      <table>
        <caption className="visually-hidden">Your last {shownArrivals} requests at most that were recognised as {agent}’s, the newest first</caption>
        <thead>
          <tr>
            <th scope="col">Time</th>
            <th scope="col">Endpoint</th>
            <th scope="col" className="number">Status</th>
            <th scope="col">Version</th>
            <th scope="col">Session</th>
            <th scope="col" className="number">Tokens in</th>
            <th scope="col" className="number">Tokens out</th>
            <th scope="col" className="number">Latency</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row['request_id']}>
              <th scope="row" className="time"><Link to={sqlLink(`SELECT * FROM ${usageTable} WHERE request_id = '${row['request_id']}'`)}>{time(row['event_time'])}</Link></th>
              <td>{row['endpoint_name']}</td>
              <td className={Number(row['status_code']) >= 400 ? 'number bad' : 'number'}>{row['status_code']}</td>
              <td>{row['agent_version'] ?? '–'}</td>
              <td className="mono">{row['agent_session_id'] ?? '–'}</td>
              <td className="number">{count(row['input_tokens'])}</td>
              <td className="number">{count(row['output_tokens'])}</td>
              <td className="number">{milliseconds(row['latency_ms'])}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
