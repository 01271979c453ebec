import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from 'react-router';
import type { Session } from '../api/session';
import { createWorkspace, listWorkspaces, type Workspace } from '../api/workspaces';
import { Failure } from '../ui/Failure';
import { Loading } from '../ui/Loading';
import { Day } from './Day';
import { NameDialog } from './NameDialog';

/** The workspaces of the account. */
export function Workspaces({ session }: { session: Session }) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const workspaces = useQuery({ queryKey: ['workspaces', session.account_id], queryFn: ({ signal }) => listWorkspaces(session.account_id, signal) });
  return (
    <>
      <div className="bar">
        <h2>Workspaces</h2>
        {session.is_account_admin && (
          <NameDialog
            label="New workspace…"
            title="New workspace"
            field="Name"
            verb="Make workspace"
            className="react-aria-Button primary"
            save={(name) => createWorkspace(session.account_id, name)}
            onSaved={async (made) => {
              await queries.invalidateQueries();
              await navigate(`/settings/workspaces/${(made as Workspace).workspace_id}`);
            }}
          />
        )}
      </div>
      <p>A workspace has its own members, endpoints, tokens and warehouses. A team that shall not see another's endpoints gets one of its own.</p>
      {workspaces.error && <Failure error={workspaces.error} retry={() => void workspaces.refetch()} />}
      {workspaces.isPending && <Loading what="workspaces" />}
      {workspaces.data && (
        <div className="wide tall" tabIndex={0} role="region" aria-label="Workspaces">
          <table>
            <thead><tr><th scope="col">Name</th><th scope="col">Id</th><th scope="col">Made</th></tr></thead>
            <tbody>
              {workspaces.data.map((workspace) => (
                <tr key={workspace.workspace_id}>
                  <th scope="row" className="who"><Link to={`/settings/workspaces/${workspace.workspace_id}`}>{workspace.workspace_name}</Link>{String(workspace.workspace_id) === session.workspace_id && <> <span className="chip">You are here</span></>}</th>
                  <td className="mono">{workspace.workspace_id}</td>
                  <td><Day time={workspace.creation_time} /></td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}
