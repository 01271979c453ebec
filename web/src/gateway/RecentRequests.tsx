import { useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'react-aria-components';
import type { Endpoint } from '../api/endpoints';
import { useSession } from '../api/session';
import { Failure } from '../ui/Failure';
import { Loading } from '../ui/Loading';
import { useTimeFormat } from '../ui/preferences';
import { count, dollars, milliseconds } from './format';
import { NotGranted } from './NotGranted';
import { RequestFields } from './RequestFields';
import { readRequests, shownRequests, type RequestRow } from './requests';
import { every, isDenied } from './usage';

/** The endpoint's last requests, as they come. */
export function RecentRequests({ endpoint }: { endpoint: Endpoint }) {
  const workspace = useSession().data?.workspace_id;
  // A table that moves under a reader's eyes must be able to stand still.
  const [isLive, setLive] = useState(true);
  const requests = useQuery({
    queryKey: ['requests', workspace, endpoint.name],
    queryFn: ({ signal }) => readRequests(workspace!, endpoint, signal),
    enabled: workspace !== undefined,
    refetchInterval: isLive ? every(3000) : false,
  });
  if (isDenied(requests.error)) {
    return <NotGranted table="usage" what="requests" />;
  }
  if (!requests.data) {
    return requests.error ? <Failure error={requests.error} retry={() => void requests.refetch()} /> : <Loading what="requests" />;
  }
  if (requests.data.length === 0) {
    return <p className="empty">Nobody has called this endpoint yet. A call's row is here within seconds of its end; “Use it” and “Try it” show how to make one.</p>;
  }
  return (
    <>
      {requests.error && <Failure error={requests.error} retry={() => void requests.refetch()} />}
      <label className="check">
        <input type="checkbox" checked={isLive} onChange={(event) => setLive(event.target.checked)} />
        <span>Refresh every 3 seconds</span>
      </label>
      <RequestTable requests={requests.data} />
      {requests.data.some((request) => request.cost === undefined) && <NotGranted table="spend" what="costs" />}
    </>
  );
}

function RequestTable({ requests }: { requests: RequestRow[] }) {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const toggle = (id: string) => setOpen((before) => (before.has(id) ? new Set([...before].filter((one) => one !== id)) : new Set([...before, id])));
  return (
    <div className="wide" tabIndex={0} role="region" aria-label="Recent requests">
      <table>
        <caption className="visually-hidden">The last {shownRequests} requests at most, the newest first</caption>
        <thead>
          <tr>
            <th scope="col">Time</th>
            <th scope="col">Requester</th>
            <th scope="col" className="number">Status</th>
            <th scope="col" className="number">Tokens in</th>
            <th scope="col" className="number">Tokens out</th>
            <th scope="col" className="number">Latency</th>
            <th scope="col" className="number">First byte</th>
            <th scope="col" className="number">List cost</th>
          </tr>
        </thead>
        {requests.map((request) => (
          <RequestRows key={request.id} request={request} isOpen={open.has(request.id)} onToggle={() => toggle(request.id)} />
        ))}
      </table>
    </div>
  );
}

function RequestRows({ request: { id, fields, cost }, isOpen, onToggle }: { request: RequestRow; isOpen: boolean; onToggle: () => void }) {
  const time = useTimeFormat();
  const status = Number(fields['status_code']);
  const details = `request-${id}`;
  return (
    <tbody>
      <tr>
        <th scope="row" className="time">
          <Button className="react-aria-Button small" aria-expanded={isOpen} {...(isOpen ? { 'aria-controls': details } : {})} onPress={onToggle}>
            <span aria-hidden="true">{isOpen ? '▾' : '▸'}</span> {time(fields['event_time'])}
          </Button>
        </th>
        <td>{fields['requester']}</td>
        <td className={status >= 400 ? 'number bad' : 'number'}>{fields['status_code']}</td>
        <td className="number">{count(fields['input_tokens'])}</td>
        <td className="number">{count(fields['output_tokens'])}</td>
        <td className="number">{milliseconds(fields['latency_ms'])}</td>
        <td className="number">{milliseconds(fields['time_to_first_byte_ms'])}</td>
        <td className="number">{dollars(cost)}</td>
      </tr>
      {isOpen && <tr id={details}><td colSpan={8}><RequestFields fields={fields} /></td></tr>}
    </tbody>
  );
}
