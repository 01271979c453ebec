import { answerOf, api, type Schemas } from './client';

/** The kinds of principals, by their names in SCIM's paths. */
export type PrincipalPath = 'Users' | 'Groups' | 'ServicePrincipals';

/** A principal as a part of another: a member of a group, or a group that one is in. */
export type Reference = Schemas['ScimMemberDocument'] & { display: string };

type UserDocument = NonNullable<Schemas['ScimUserDocument']>;
type GroupDocument = NonNullable<Schemas['ScimGroupDocument']>;
type ServicePrincipalDocument = NonNullable<Schemas['ScimServicePrincipalDocument']>;

/** A user, a group or a service principal, RFC 7643. Which attributes there are is a matter of the kind, and of what was asked for. */
export type Principal = Omit<UserDocument & GroupDocument & ServicePrincipalDocument, 'id' | 'displayName' | 'groups' | 'members' | 'roles'> & {
  id: string;
  displayName: string;
  roles?: { value: string }[];
  groups?: Reference[];
  members?: Reference[];
};

/** A page of principals; startIndex begins at 1. */
export type PrincipalList = Omit<Schemas['ScimListDocumentOfScimUserDocument'], 'Resources'> & { Resources: Principal[] };

// The account's principals are for account admins. Who administers a workspace sees them from there, and so does everybody who looks for names.
const account = '/api/2.0/account/scim/v2';
const workspace = '/api/2.0/preview/scim/v2';

export interface PrincipalQuery {
  filter?: string | undefined;
  startIndex?: number;
  count?: number;
  attributes?: string;
}

const list = (base: typeof account | typeof workspace) => async (path: PrincipalPath, { filter, startIndex, count, attributes }: PrincipalQuery, signal?: AbortSignal) => {
  const query = {
    ...(filter === undefined ? {} : { filter }),
    ...(startIndex === undefined ? {} : { startIndex: String(startIndex) }),
    ...(count === undefined ? {} : { count: String(count) }),
    ...(attributes === undefined ? {} : { attributes }),
  };
  return (await answerOf(api.GET(`${base}/${path}`, { params: { query }, signal: signal ?? null }))) as PrincipalList;
};

/** The account's principals, as account admins see them. */
export const listPrincipals = list(account);

/** Principals as they are seen from the workspace. */
export const listFromWorkspace = list(workspace);

export const readPrincipal = async (path: PrincipalPath, id: string, signal?: AbortSignal) =>
  (await answerOf(api.GET(`${account}/${path}/{id}`, { params: { path: { id } }, signal: signal ?? null }))) as Principal;

export const createPrincipal = async (path: PrincipalPath, principal: UserDocument | GroupDocument | ServicePrincipalDocument) =>
  (await answerOf(api.POST(`${account}/${path}`, { body: principal }))) as Principal;

export const deletePrincipal = (path: PrincipalPath, id: string) => answerOf(api.DELETE(`${account}/${path}/{id}`, { params: { path: { id } } }));

/** One change of a principal: RFC 7644, section 3.5.2. */
export type PatchOperation = Schemas['ScimOperationDocument'] & { op: 'add' | 'replace' | 'remove'; path: string };

export const patchPrincipal = async (path: PrincipalPath, id: string, ...operations: PatchOperation[]) =>
  (await answerOf(
    api.PATCH(`${account}/${path}/{id}`, { params: { path: { id } }, body: { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: operations } }),
  )) as Principal;

export const addMember = (group: string, member: string) => patchPrincipal('Groups', group, { op: 'add', path: 'members', value: [{ value: member }] });

export const removeMember = (group: string, member: string) => patchPrincipal('Groups', group, { op: 'remove', path: `members[value eq "${member}"]` });

export const setAccountAdmin = (path: PrincipalPath, id: string, isAdmin: boolean) =>
  patchPrincipal(path, id, isAdmin ? { op: 'replace', path: 'roles', value: [{ value: 'account_admin' }] } : { op: 'remove', path: 'roles' });

export const setActive = (path: PrincipalPath, id: string, active: boolean) => patchPrincipal(path, id, { op: 'replace', path: 'active', value: active });
