import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { deletePrincipal, patchPrincipal, readPrincipal } from '../api/scim';
import type { Session } from '../api/session';
import { CopyButton } from '../ui/CopyButton';
import { Failure } from '../ui/Failure';
import { Loading } from '../ui/Loading';
import { Confirm } from './Confirm';
import { GroupsOf } from './GroupsOf';
import { NameDialog } from './NameDialog';
import { Rights } from './Rights';
import { Secrets } from './Secrets';
import { TokensOf } from './TokensOf';
import { Upwards } from './Upwards';
import { WorkspacesOf } from './WorkspacesOf';

/** One service principal: how it shows who it is, and what it may do. */
export function ServicePrincipalPage({ id, session }: { id: string; session: Session }) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const found = useQuery({ queryKey: ['scim', 'ServicePrincipals', id], queryFn: ({ signal }) => readPrincipal('ServicePrincipals', id, signal) });
  const refresh = () => queries.invalidateQueries({ queryKey: ['scim'] });
  if (found.error) {
    return <><Upwards to="service-principals" name="Service principals" /><Failure error={found.error} retry={() => void found.refetch()} /></>;
  }
  if (!found.data) {
    return <Loading what="the service principal" />;
  }
  const { displayName: name, applicationId } = found.data;
  return (
    <>
      <Upwards to="service-principals" name="Service principals" />
      <div className="bar">
        <h2>{name}</h2>
        <NameDialog label="Rename…" title={`Rename ${name}`} field="Name" verb="Rename" now={name} save={(value) => patchPrincipal('ServicePrincipals', id, { op: 'replace', path: 'displayName', value })} onSaved={refresh} />
      </div>
      <p className="bar">Application id: <code className="who">{applicationId}</code> <CopyButton text={applicationId!} label="Copy the application id" /></p>
      <Secrets id={id} applicationId={applicationId!} />
      <TokensOf id={id} applicationId={applicationId!} name={name} />
      <Rights path="ServicePrincipals" principal={found.data} isOneself={false} onChanged={refresh} />
      <WorkspacesOf principal={found.data} account={session.account_id} />
      <GroupsOf principal={found.data} />
      <h3>Delete</h3>
      <Confirm
        label={`Delete ${name}…`}
        title={`Delete the service principal ${name}?`}
        verb="Delete for good"
        typed={name}
        action={() => deletePrincipal('ServicePrincipals', id)}
        onDone={async () => {
          await navigate('/settings/service-principals');
          queries.removeQueries({ queryKey: ['scim', 'ServicePrincipals', id] });
          await queries.invalidateQueries();
        }}
      >
        Its secrets and tokens stop at once, and what was granted to it goes. What it used stays in the usage table.
      </Confirm>
    </>
  );
}
