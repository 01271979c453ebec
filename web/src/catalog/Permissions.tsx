import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from 'react-router';
import { Button } from 'react-aria-components';
import { changeGrants, readAccess, readGrants, type Grant, type Securable } from '../api/catalog';
import { Failure } from '../ui/Failure';
import { Loading } from '../ui/Loading';
import { GrantForm } from './GrantForm';
import { OwnAccess } from './OwnAccess';
import { meanings, spelled } from './privileges';

/** Who may do what with a catalog, a schema or a table: everybody's grants for those who may change them, one's own for others. */
export function Permissions({ on }: { on: Securable }) {
  const access = useQuery({ queryKey: ['access', on.type, on.fullName], queryFn: ({ signal }) => readAccess(on, signal) });
  if (access.error) {
    return <Failure error={access.error} retry={() => void access.refetch()} />;
  }
  if (!access.data) {
    return <Loading what="permissions" />;
  }
  return access.data.may_manage ? <Grants on={on} /> : <OwnAccess on={on} access={access.data} />;
}

function Grants({ on }: { on: Securable }) {
  const queries = useQueryClient();
  const grants = useQuery({ queryKey: ['grants', on.type, on.fullName], queryFn: ({ signal }) => readGrants(on, signal) });
  // One on a catalog shows on all that is in it, and one's own may be among them.
  const refresh = () => Promise.all(['grants', 'access', 'catalogs', 'schemas', 'tables'].map((key) => queries.invalidateQueries({ queryKey: [key] })));
  const revocation = useMutation({ mutationFn: (grant: Grant) => changeGrants(on, grant.principal, { remove: [grant.privilege] }), onSettled: refresh });
  if (grants.error) {
    return <Failure error={grants.error} retry={() => void grants.refetch()} />;
  }
  if (!grants.data) {
    return <Loading what="grants" />;
  }
  return (
    <>
      {grants.data.length === 0 ? (
        <p className="empty">Nothing is granted here: account admins alone may read {on.type === 'table' ? 'this table' : `what is in this ${on.type}`}. Grant something below to let others.</p>
      ) : (
        <div className="wide" tabIndex={0} role="region" aria-label="Grants">
          <table>
            <thead><tr><th scope="col">Who</th><th scope="col">Privilege</th><th scope="col">Granted on</th><th scope="col">Revoke</th></tr></thead>
            <tbody>
              {grants.data.map((grant) => (
                <tr key={`${grant.principal} ${grant.privilege} ${grant.from?.name ?? ''}`}>
                  <th scope="row" className="who">{grant.principal}</th>
                  <td className="privilege"><code>{spelled(grant.privilege)}</code> <span className="quiet">{meanings[grant.privilege]}</span></td>
                  <td>{grant.from ? <>the {grant.from.type} <Link to={`/catalog/${grant.from.name.split('.').map(encodeURIComponent).join('/')}?tab=permissions`} className="mono">{grant.from.name}</Link></> : `this ${on.type}`}</td>
                  <td>
                    {grant.from ? <span className="quiet">Revoke it there</span> : (
                      <Button className="react-aria-Button small" aria-label={`Revoke ${spelled(grant.privilege)} from ${grant.principal}`} isDisabled={revocation.isPending} onPress={() => revocation.mutate(grant)}>Revoke</Button>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {revocation.error && <Failure error={revocation.error} />}
      <p className="quiet">Account admins may do everything here without a grant.</p>
      <GrantForm on={on} grants={grants.data} onGranted={refresh} />
    </>
  );
}
