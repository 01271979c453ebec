import { useMutation, useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { Principal } from '../api/scim';
import { assign, listAssignments, listWorkspaces, unassign, type WorkspaceRole } from '../api/workspaces';
import { Failure } from '../ui/Failure';
import { Loading } from '../ui/Loading';
import { membershipOf, roleNames } from './memberships';

/** In which workspaces somebody is, as what: by themselves, and through groups. */
export function WorkspacesOf({ principal, account }: { principal: Principal; account: string }) {
  const queries = useQueryClient();
  const workspaces = useQuery({ queryKey: ['workspaces', account], queryFn: ({ signal }) => listWorkspaces(account, signal) });
  const assignments = useQueries({
    queries: (workspaces.data ?? []).map((workspace) => ({
      queryKey: ['assignments', String(workspace.workspace_id)],
      queryFn: ({ signal }: { signal: AbortSignal }) => listAssignments(account, String(workspace.workspace_id), signal),
    })),
  });
  const change = useMutation({
    mutationFn: ({ workspace, role }: { workspace: string; role: WorkspaceRole | '' }): Promise<unknown> => (role === '' ? unassign(account, workspace, principal.id) : assign(account, workspace, principal.id, role)),
    onSettled: () => queries.invalidateQueries({ queryKey: ['assignments'] }),
  });
  const failed = workspaces.error ?? assignments.find((one) => one.error)?.error;
  return (
    <>
      <h3>Workspaces</h3>
      {failed && <Failure error={failed} retry={() => void queries.invalidateQueries({ queryKey: [workspaces.error ? 'workspaces' : 'assignments'] })} />}
      {workspaces.isPending && <Loading what="workspaces" />}
      {change.error && <Failure error={change.error} />}
      {workspaces.data && (
        <div className="wide" tabIndex={0} role="region" aria-label="Workspaces">
          <table>
            <thead><tr><th scope="col">Workspace</th><th scope="col">Role</th><th scope="col">Through groups</th></tr></thead>
            <tbody>
              {workspaces.data.map((workspace, at) => {
                const known = assignments[at]?.data;
                const membership = known && membershipOf(principal.id, principal.groups ?? [], known);
                return (
                  <tr key={workspace.workspace_id}>
                    <th scope="row" className="who"><Link to={`/settings/workspaces/${workspace.workspace_id}`}>{workspace.workspace_name}</Link></th>
                    <td>
                      {membership && (
                        <select
                          className="role"
                          aria-label={`Role in ${workspace.workspace_name}`}
                          value={membership.own ?? ''}
                          disabled={change.isPending}
                          onChange={(event) => change.mutate({ workspace: String(workspace.workspace_id), role: event.target.value as WorkspaceRole | '' })}
                        >
                          <option value="">None</option>
                          {Object.entries(roleNames).map(([role, name]) => <option key={role} value={role}>{name}</option>)}
                        </select>
                      )}
                    </td>
                    <td>{membership?.through.map((one) => `${one.group}: ${roleNames[one.role].toLowerCase()}`).join(', ')}</td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      )}
      {(principal.roles ?? []).length > 0 && <p className="quiet">An account admin is an admin of every workspace, whatever stands here.</p>}
    </>
  );
}
