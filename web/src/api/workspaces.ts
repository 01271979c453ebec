import { answerOf, api, type Schemas } from './client';

/** A workspace, as account admins see it. It was made so many milliseconds after 1970. */
export type Workspace = Schemas['WorkspaceAnswer'];

export type WorkspaceRole = 'USER' | 'ADMIN';

/** That a principal, or everybody in a group, is a member of a workspace. One of the three names says which kind of principal. */
export type Assignment = Schemas['WorkspaceAssignmentAnswer'] & { permissions: WorkspaceRole[]; principal: Schemas['AssignedPrincipalAnswer'] };

export const listWorkspaces = (account: string, signal?: AbortSignal) =>
  answerOf(api.GET('/api/2.0/accounts/{account}/workspaces', { params: { path: { account } }, signal: signal ?? null }));

export const createWorkspace = (account: string, name: string) =>
  answerOf(api.POST('/api/2.0/accounts/{account}/workspaces', { params: { path: { account } }, body: { workspace_name: name } }));

export const renameWorkspace = (account: string, id: string, name: string) =>
  answerOf(api.PATCH('/api/2.0/accounts/{account}/workspaces/{id}', { params: { path: { account, id } }, body: { workspace_name: name } }));

export const deleteWorkspace = (account: string, id: string) => answerOf(api.DELETE('/api/2.0/accounts/{account}/workspaces/{id}', { params: { path: { account, id } } }));

export const listAssignments = async (account: string, workspace: string, signal?: AbortSignal) =>
  (await answerOf(
    api.GET('/api/2.0/accounts/{account}/workspaces/{workspace}/permissionassignments', { params: { path: { account, workspace } }, signal: signal ?? null }),
  )).permission_assignments as Assignment[];

const assignment = '/api/2.0/accounts/{account}/workspaces/{workspace}/permissionassignments/principals/{principal}';

export const assign = (account: string, workspace: string, principal: string, role: WorkspaceRole) =>
  answerOf(api.PUT(assignment, { params: { path: { account, workspace, principal } }, body: { permissions: [role] } }));

export const unassign = (account: string, workspace: string, principal: string) => answerOf(api.DELETE(assignment, { params: { path: { account, workspace, principal } } }));
