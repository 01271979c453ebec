import { ask } from './client';

/** A workspace, as account admins see it: /api/2.0/accounts/{account_id}/workspaces. */
export interface Workspace {
  workspace_id: number;
  workspace_name: string;
  creation_time: number;
}

export type WorkspaceRole = 'USER' | 'ADMIN';

/** That a principal, or everybody in a group, is a member of a workspace. One of the three names says which kind of principal. */
export interface Assignment {
  permissions: WorkspaceRole[];
  principal: { principal_id: number; display_name: string; user_name?: string; group_name?: string; service_principal_name?: string };
}

const workspaces = (account: string) => `/api/2.0/accounts/${account}/workspaces`;

export const listWorkspaces = (account: string, signal?: AbortSignal) => ask<Workspace[]>('GET', workspaces(account), undefined, signal);

export const createWorkspace = (account: string, name: string) => ask<Workspace>('POST', workspaces(account), { workspace_name: name });

export const renameWorkspace = (account: string, id: string, name: string) => ask<Workspace>('PATCH', `${workspaces(account)}/${id}`, { workspace_name: name });

export const deleteWorkspace = (account: string, id: string) => ask<unknown>('DELETE', `${workspaces(account)}/${id}`);

const assignments = (account: string, workspace: string) => `${workspaces(account)}/${workspace}/permissionassignments`;

export const listAssignments = async (account: string, workspace: string, signal?: AbortSignal) =>
  (await ask<{ permission_assignments: Assignment[] }>('GET', assignments(account, workspace), undefined, signal)).permission_assignments;

export const assign = (account: string, workspace: string, principal: string, role: WorkspaceRole) =>
  ask<Assignment>('PUT', `${assignments(account, workspace)}/principals/${principal}`, { permissions: [role] });

export const unassign = (account: string, workspace: string, principal: string) => ask<unknown>('DELETE', `${assignments(account, workspace)}/principals/${principal}`);
