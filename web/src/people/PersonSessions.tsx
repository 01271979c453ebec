import { useQuery, useQueryClient } from '@tanstack/react-query';
import { endAllSessions, listSessions } from '../api/credentials';
import { Failure } from '../ui/Failure';
import { Loading } from '../ui/Loading';
import { Confirm } from './Confirm';
import { SessionTable } from './SessionTable';

/** Where a person is signed in. */
export function PersonSessions({ userName }: { userName: string }) {
  const queries = useQueryClient();
  const sessions = useQuery({ queryKey: ['sessions', userName], queryFn: ({ signal }) => listSessions(userName, signal) });
  const refresh = () => queries.invalidateQueries({ queryKey: ['sessions'] });
  return (
    <>
      <h3>Sessions</h3>
      {sessions.error && <Failure error={sessions.error} retry={() => void sessions.refetch()} />}
      {sessions.isPending && <Loading what="sessions" />}
      {sessions.data?.length === 0 && <p className="quiet">Not signed in anywhere.</p>}
      {sessions.data && sessions.data.length > 0 && (
        <>
          <SessionTable sessions={sessions.data} onEnded={refresh} />
          <div className="bar pager">
            <Confirm label="End all sessions…" title={`End all sessions of ${userName}?`} verb="End them" action={() => endAllSessions(userName)} onDone={refresh}>
              Every browser in which {userName} is signed in is signed out at its next request{sessions.data.some((one) => one.is_current) && ', this one too'}. Tokens stay.
            </Confirm>
          </div>
        </>
      )}
    </>
  );
}
