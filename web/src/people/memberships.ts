import type { Reference } from '../api/scim';
import type { Assignment, WorkspaceRole } from '../api/workspaces';

/** What somebody is in one workspace: by an assignment of their own, and through groups. */
export interface Membership {
  own: WorkspaceRole | undefined;
  through: { group: string; role: WorkspaceRole }[];
}

/** What a principal is in the workspace of some assignments. Groups in groups count: SCIM lists them all with who is in them. */
export function membershipOf(principalId: string, groups: readonly Reference[], assignments: readonly Assignment[]): Membership {
  const roleOf = (id: string) => assignments.find((assignment) => String(assignment.principal.principal_id) === id)?.permissions[0];
  return {
    own: roleOf(principalId),
    through: groups.flatMap((group) => {
      const role = roleOf(group.value);
      return role === undefined ? [] : [{ group: group.display, role }];
    }),
  };
}

export const roleNames: Record<WorkspaceRole, string> = { USER: 'Member', ADMIN: 'Workspace admin' };
