import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from 'react-router';
import { createPrincipal, type Principal } from '../api/scim';
import { Day } from './Day';
import { NameDialog } from './NameDialog';
import { PrincipalTable } from './PrincipalTable';

/** The groups of the account. */
export function Groups({ isAdmin }: { isAdmin: boolean }) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  return (
    <>
      <div className="bar">
        <h2>Groups</h2>
        {isAdmin && (
          <NameDialog
            label="New group…"
            title="New group"
            field="Name"
            verb="Make group"
            className="react-aria-Button primary"
            hint="Grants and budgets name it so."
            save={(displayName) => createPrincipal('Groups', { displayName })}
            onSaved={async (made) => {
              await queries.invalidateQueries({ queryKey: ['scim'] });
              await navigate(`/settings/groups/${(made as Principal).id}`);
            }}
          />
        )}
      </div>
      <p>
        What is given to a group is given to everybody in it. Three are there by themselves, are not in this list, and cannot be changed: <code>users</code> is every member of a workspace,{' '}
        <code>admins</code> its admins, and <code>account users</code> is everybody.
      </p>
      <PrincipalTable
        path="Groups"
        what="Groups"
        find="Find by name"
        columns={[
          { name: 'Name', of: (one) => <Link to={`/settings/groups/${one.id}`}>{one.displayName}</Link> },
          { name: 'Made', of: (one) => <Day time={one.meta?.created} /> },
        ]}
        empty={<p>There is no group yet. Make one for each team, and grant endpoints and tables to it instead of to each person.</p>}
      />
    </>
  );
}
