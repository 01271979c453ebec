import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { Failure } from '../ui/Failure';
import { count, milliseconds } from './format';
import { NotGranted } from './NotGranted';
import { RequestFields } from './RequestFields';
import { readRequest } from './requests';
import { every, isDenied, sqlLink, textLiteral, usageTable, type Row } from './usage';

/** The row that a call made, waited for until it is there. */
export function MadeRow({ requestId }: { requestId: string }) {
  const row = useQuery({
    queryKey: ['request', requestId],
    queryFn: async ({ signal }) => (await readRequest(requestId, signal)) ?? null,
    refetchInterval: (query) => (query.state.data ? false : every(500)(query)),
  });
  if (isDenied(row.error)) {
    return <NotGranted table="usage" what="fields of its row" />;
  }
  if (row.error) {
    return <Failure error={row.error} retry={() => void row.refetch()} />;
  }
  if (!row.data) {
    return <p role="status" className="quiet">Waiting for its row <code>{requestId}</code>…</p>;
  }
  return (
    <>
      <p role="status">
        {sentenceOf(row.data)} <Link to={sqlLink(`SELECT * FROM ${usageTable} WHERE request_id = ${textLiteral(requestId)}`)}>Its row in the SQL editor</Link>
      </p>
      <details>
        <summary>All of its row</summary>
        <RequestFields fields={row.data} />
      </details>
    </>
  );
}

const sentenceOf = (row: Row) =>
  `Recorded: status ${row['status_code']}, ${count(row['input_tokens'])} tokens in, ${count(row['output_tokens'])} out (${row['usage_source']}), ${milliseconds(row['latency_ms'])}, first byte after ${milliseconds(row['time_to_first_byte_ms'])}.`;
