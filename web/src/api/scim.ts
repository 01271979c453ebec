import { ask } from './client';

/** The kinds of principals, by their names in SCIM's paths. */
export type PrincipalPath = 'Users' | 'Groups' | 'ServicePrincipals';

/** A principal as a part of another: a member of a group, or a group that one is in. */
export interface Reference {
  value: string;
  display: string;
  type?: string;
  $ref?: string;
}

/** A user, a group or a service principal: /api/2.0/account/scim/v2, RFC 7643. Which attributes there are is a matter of the kind, and of what was asked for. */
export interface Principal {
  id: string;
  userName?: string;
  applicationId?: string;
  displayName: string;
  active?: boolean;
  roles?: { value: string }[];
  groups?: Reference[];
  members?: Reference[];
  meta?: { created: string; lastModified: string };
}

/** A page of principals; startIndex begins at 1. */
export interface PrincipalList {
  totalResults: number;
  startIndex: number;
  itemsPerPage: number;
  Resources: Principal[];
}

// The account's principals are for account admins. Who administers a workspace sees them from there, and so does everybody who looks for names.
const account = '/api/2.0/account/scim/v2';
const workspace = '/api/2.0/preview/scim/v2';

export interface PrincipalQuery {
  filter?: string | undefined;
  startIndex?: number;
  count?: number;
  attributes?: string;
}

const list = (base: string) => (path: PrincipalPath, query: PrincipalQuery, signal?: AbortSignal) => {
  const parameters = new URLSearchParams(Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])));
  return ask<PrincipalList>('GET', `${base}/${path}?${parameters}`, undefined, signal);
};

/** The account's principals, as account admins see them. */
export const listPrincipals = list(account);

/** Principals as they are seen from the workspace. */
export const listFromWorkspace = list(workspace);

export const readPrincipal = (path: PrincipalPath, id: string, signal?: AbortSignal) => ask<Principal>('GET', `${account}/${path}/${id}`, undefined, signal);

export const createPrincipal = (path: PrincipalPath, principal: Record<string, unknown>) => ask<Principal>('POST', `${account}/${path}`, principal);

export const deletePrincipal = (path: PrincipalPath, id: string) => ask<unknown>('DELETE', `${account}/${path}/${id}`);

/** One change of a principal: RFC 7644, section 3.5.2. */
export interface PatchOperation {
  op: 'add' | 'replace' | 'remove';
  path: string;
  value?: unknown;
}

export const patchPrincipal = (path: PrincipalPath, id: string, ...operations: PatchOperation[]) =>
  ask<Principal>('PATCH', `${account}/${path}/${id}`, { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: operations });

export const addMember = (group: string, member: string) => patchPrincipal('Groups', group, { op: 'add', path: 'members', value: [{ value: member }] });

export const removeMember = (group: string, member: string) => patchPrincipal('Groups', group, { op: 'remove', path: `members[value eq "${member}"]` });

export const setAccountAdmin = (path: PrincipalPath, id: string, isAdmin: boolean) =>
  patchPrincipal(path, id, isAdmin ? { op: 'replace', path: 'roles', value: [{ value: 'account_admin' }] } : { op: 'remove', path: 'roles' });

export const setActive = (path: PrincipalPath, id: string, active: boolean) => patchPrincipal(path, id, { op: 'replace', path: 'active', value: active });
