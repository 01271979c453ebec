import { useQuery, useQueryClient } from '@tanstack/react-query';
import { endSession, listSessions } from '../api/credentials';
import { signOut } from '../shell/signOut';
import { Failure } from '../ui/Failure';
import { Loading } from '../ui/Loading';
import { Confirm } from './Confirm';
import { SessionTable } from './SessionTable';

/** Where one is signed in oneself. */
export function OwnSessions() {
  const queries = useQueryClient();
  const sessions = useQuery({ queryKey: ['sessions', 'own'], queryFn: ({ signal }) => listSessions(undefined, signal) });
  const refresh = () => queries.invalidateQueries({ queryKey: ['sessions'] });
  const others = sessions.data?.filter((session) => !session.is_current) ?? [];
  const endOthers = async () => {
    try {
      for (const session of others) {
        await endSession(session.session_id);
      }
    } finally {
      await refresh();
    }
  };
  return (
    <>
      <div className="bar">
        <h2>Your sessions</h2>
        {others.length > 0 && (
          <Confirm label="End all others…" title="End all your other sessions?" verb="End them" action={endOthers} onDone={refresh}>
            Every other browser in which you are signed in is signed out at its next request; this one stays. Your tokens stay too.
          </Confirm>
        )}
        <Confirm label="Sign out everywhere…" title="Sign out everywhere?" verb="Sign out everywhere" action={async () => signOut({ everywhere: true })} onDone={() => undefined}>
          Every browser in which you are signed in is signed out, and so is this one. Your tokens stay.
        </Confirm>
      </div>
      <p>Browsers in which you are signed in. A session ends seven days after it began, or twelve hours after its last use.</p>
      {sessions.error && <Failure error={sessions.error} retry={() => void sessions.refetch()} />}
      {sessions.isPending && <Loading what="your sessions" />}
      {sessions.data && <SessionTable sessions={sessions.data} onEnded={refresh} />}
    </>
  );
}
