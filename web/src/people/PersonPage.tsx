import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { deletePrincipal, patchPrincipal, readPrincipal } from '../api/scim';
import type { Session } from '../api/session';
import { Failure } from '../ui/Failure';
import { Loading } from '../ui/Loading';
import { Confirm } from './Confirm';
import { GroupsOf } from './GroupsOf';
import { NameDialog } from './NameDialog';
import { PersonSessions } from './PersonSessions';
import { Rights } from './Rights';
import { SignInWays } from './SignInWays';
import { Upwards } from './Upwards';
import { WorkspacesOf } from './WorkspacesOf';

/** One person: what they may do, how they sign in, and where they are signed in. */
export function PersonPage({ id, session }: { id: string; session: Session }) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const person = useQuery({ queryKey: ['scim', 'Users', id], queryFn: ({ signal }) => readPrincipal('Users', id, signal) });
  const refresh = () => queries.invalidateQueries({ queryKey: ['scim'] });
  if (person.error) {
    return <><Upwards to="people" name="People" /><Failure error={person.error} retry={() => void person.refetch()} /></>;
  }
  if (!person.data) {
    return <Loading what="the person" />;
  }
  const userName = person.data.userName!;
  const isOneself = id === session.user_id;
  return (
    <>
      <Upwards to="people" name="People" />
      <div className="bar">
        <h2>{userName}</h2>
        <NameDialog
          label="Change the name…"
          title={`Name of ${userName}`}
          field="Name"
          verb="Save"
          now={person.data.displayName}
          save={(name) => patchPrincipal('Users', id, { op: 'replace', path: 'displayName', value: name })}
          onSaved={refresh}
        />
      </div>
      <p>{person.data.displayName === userName ? '' : person.data.displayName} {!person.data.active && <strong className="state-off">Deactivated</strong>}</p>
      {isOneself && <p className="own-note">This is you. What you take from yourself, another account admin has to give back.</p>}
      <Rights path="Users" principal={person.data} isOneself={isOneself} onChanged={refresh} />
      <WorkspacesOf principal={person.data} account={session.account_id} />
      <GroupsOf principal={person.data} />
      <SignInWays userName={userName} isActive={person.data.active === true} />
      <PersonSessions userName={userName} />
      <h3>Delete</h3>
      <Confirm
        label={`Delete ${userName}…`}
        title={`Delete ${userName}?`}
        verb="Delete for good"
        typed={userName}
        action={() => deletePrincipal('Users', id)}
        onDone={async () => {
          await navigate('/settings/people');
          queries.removeQueries({ queryKey: ['scim', 'Users', id] });
          await queries.invalidateQueries();
        }}
      >
        Their sessions and tokens end at once, and what was granted to them goes. What they used stays in the usage table. {isOneself && <strong>This is you: you will be signed out.</strong>} To stop somebody for a while, deactivate them instead.
      </Confirm>
    </>
  );
}
