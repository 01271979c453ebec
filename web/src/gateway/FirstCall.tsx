import { useState } from 'react';
import { Link } from 'react-router';
import { useQuery } from '@tanstack/react-query';
import { CopyButton } from '../ui/CopyButton';
import { count } from './format';
import { samplesOf } from './samples';
import { every, runRows, sqlLink, usageTable } from './usage';

const countStatement = `SELECT count(*) AS row_count, max_by(request_id, event_time) AS request_id FROM ${usageTable} WHERE workspace_id = :workspace`;

/** For a workspace without any row: the command that makes the first one, and then the row itself. */
export function FirstCall({ workspace, isQuiet }: { workspace: string; isQuiet: boolean }) {
  const [wasEmpty, setWasEmpty] = useState(false);
  const rows = useQuery({
    queryKey: ['first call', workspace],
    queryFn: async ({ signal }) => (await runRows(countStatement, [{ name: 'workspace', value: workspace }], signal))[0],
    // A day with rows says enough: the whole table is counted only where there may be none.
    enabled: isQuiet || wasEmpty,
    // The table has a row within a second of its call; nobody should wait longer to see it.
    refetchInterval: (query) => (Number(query.state.data?.['row_count'] ?? 0) > 0 ? false : every(2000)(query)),
  });
  const found = rows.data === undefined ? undefined : Number(rows.data['row_count']);
  if (found === 0 && !wasEmpty) {
    setWasEmpty(true);
  }
  if (!wasEmpty) {
    // Rows that are older than the day of the figures: not the first visit.
    return null;
  }
  const command = samplesOf(location.origin, 'sandbox')[0]!.parts[0]!.text;
  return (
    <section className="empty first-call" aria-labelledby="first-call">
      <h2 id="first-call">Make your first call</h2>
      <p>
        The endpoint <code>sandbox</code> answers inside the server, so it needs no provider and no key. <code>WEIR_TOKEN</code> holds your token; the server printed the
        admin's when it was first started.
      </p>
      <div className="sample">
        <pre tabIndex={0} aria-label="Command">{command}</pre>
        <CopyButton text={command} label="Copy command" />
      </div>
      <p role="status">
        {found !== undefined && found > 0 ? (
          <>
            Your call is row {count(found)}.{' '}
            <Link to={sqlLink(`SELECT * FROM ${usageTable} WHERE request_id = '${rows.data?.['request_id']}'`)}>Look at it with SQL</Link>
          </>
        ) : (
          <span className="quiet">Waiting for its row…</span>
        )}
      </p>
    </section>
  );
}
