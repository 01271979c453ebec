import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import type { Session } from '../api/session';
import { deleteWorkspace, listWorkspaces, renameWorkspace } from '../api/workspaces';
import { Failure } from '../ui/Failure';
import { Loading } from '../ui/Loading';
import { Confirm } from './Confirm';
import { NameDialog } from './NameDialog';
import { Upwards } from './Upwards';
import { WorkspaceMembers } from './WorkspaceMembers';

/** One workspace: who is in it as what, its name, and its end. */
export function WorkspacePage({ id, session }: { id: string; session: Session }) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const account = session.account_id;
  const workspaces = useQuery({ queryKey: ['workspaces', account], queryFn: ({ signal }) => listWorkspaces(account, signal) });
  if (workspaces.error) {
    return <><Upwards to="workspaces" name="Workspaces" /><Failure error={workspaces.error} retry={() => void workspaces.refetch()} /></>;
  }
  if (!workspaces.data) {
    return <Loading what="the workspace" />;
  }
  const name = workspaces.data.find((workspace) => String(workspace.workspace_id) === id)?.workspace_name;
  if (name === undefined) {
    return <><Upwards to="workspaces" name="Workspaces" /><p className="empty">There is no workspace {id}. It may have been deleted.</p></>;
  }
  return (
    <>
      <Upwards to="workspaces" name="Workspaces" />
      <div className="bar">
        <h2>{name}</h2>
        <NameDialog label="Rename…" title={`Rename ${name}`} field="Name" verb="Rename" now={name} save={(changed) => renameWorkspace(account, id, changed)} onSaved={() => queries.invalidateQueries()} />
      </div>
      <WorkspaceMembers account={account} workspace={id} />
      <h3>Delete</h3>
      <Confirm
        label={`Delete ${name}…`}
        title={`Delete the workspace ${name}?`}
        verb="Delete for good"
        typed={name}
        action={() => deleteWorkspace(account, id)}
        onDone={async () => {
          await navigate('/settings/workspaces');
          queries.removeQueries({ queryKey: ['assignments', id] });
          await queries.invalidateQueries();
        }}
      >
        Its endpoints, tokens and memberships go with it; its rows in the usage table stay. Clients that use it are refused from this moment on.
      </Confirm>
    </>
  );
}
