import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from 'react-router';
import { createPrincipal, type Principal } from '../api/scim';
import { Day } from './Day';
import { NameDialog } from './NameDialog';
import { PrincipalTable } from './PrincipalTable';

/** The programs that call with an identity of their own. */
export function ServicePrincipals({ isAdmin }: { isAdmin: boolean }) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  return (
    <>
      <div className="bar">
        <h2>Service principals</h2>
        {isAdmin && (
          <NameDialog
            label="New service principal…"
            title="New service principal"
            field="Name"
            verb="Make service principal"
            className="react-aria-Button primary"
            hint="The program that it is for, for example “nightly report”."
            save={(displayName) => createPrincipal('ServicePrincipals', { displayName })}
            onSaved={async (made) => {
              await queries.invalidateQueries({ queryKey: ['scim'] });
              await navigate(`/settings/service-principals/${(made as Principal).id}`);
            }}
          />
        )}
      </div>
      <PrincipalTable
        path="ServicePrincipals"
        what="Service principals"
        find="Find by name or application id"
        columns={[
          { name: 'Name', of: (one) => <Link to={`/settings/service-principals/${one.id}`}>{one.displayName}</Link> },
          { name: 'Application id', of: (one) => <code>{one.applicationId}</code> },
          { name: 'State', of: (one) => (one.active ? 'Active' : <span className="state-off">Deactivated</span>) },
          { name: 'Rights', of: (one) => one.roles?.length ? 'Account admin' : '' },
          { name: 'Made', of: (one) => <Day time={one.meta?.created} /> },
        ]}
        empty={<p>There is none yet. Make one for each program that calls models, so that its use and its secrets are its own and do not end when a person leaves.</p>}
      />
    </>
  );
}
