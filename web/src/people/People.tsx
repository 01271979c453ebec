import { Link } from 'react-router';
import type { Session } from '../api/session';
import { Day } from './Day';
import { NewPerson } from './NewPerson';
import { PrincipalTable } from './PrincipalTable';

/** Everybody who may sign in. */
export function People({ session }: { session: Session }) {
  return (
    <>
      <div className="bar">
        <h2>People</h2>
        {session.is_account_admin && <NewPerson session={session} />}
      </div>
      <PrincipalTable
        path="Users"
        what="People"
        find="Find by name or e-mail address"
        columns={[
          { name: 'E-mail address', of: (one) => <Link to={`/settings/people/${one.id}`}>{one.userName}</Link> },
          { name: 'Name', of: (one) => (one.displayName === one.userName ? '' : one.displayName) },
          { name: 'State', of: (one) => (one.active ? 'Active' : <span className="state-off">Deactivated</span>) },
          { name: 'Rights', of: (one) => one.roles?.length ? 'Account admin' : '' },
          { name: 'Added', of: (one) => <Day time={one.meta?.created} /> },
        ]}
        empty={<p>There is nobody yet. Add the first person, and send a sign-in link.</p>}
      />
    </>
  );
}
