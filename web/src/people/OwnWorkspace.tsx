import type { Session } from '../api/session';
import { WorkspaceMembers } from './WorkspaceMembers';

/** Who is in the workspace that one is in, for its admins. */
export function OwnWorkspace({ session }: { session: Session }) {
  const name = session.workspaces.find((workspace) => workspace.workspace_id === session.workspace_id)?.workspace_name;
  return (
    <>
      <h2>Members of {name}</h2>
      <WorkspaceMembers account={session.account_id} workspace={session.workspace_id} />
    </>
  );
}
