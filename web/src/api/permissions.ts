import { answerOf, api, type Schemas } from './client';

/** Whom an entry of an access control list is about: it has one of these members. */
export const principalKinds = { user_name: 'User', group_name: 'Group', service_principal_name: 'Service principal' } as const;
export type PrincipalKind = keyof typeof principalKinds;

/** An entry of an access control list, taken apart. */
export interface AccessEntry {
  kind: PrincipalKind;
  principal: string;
  level: string;
  isInherited: boolean;
}

/** An object that permissions are on, as the API's path names it: /api/2.0/permissions/{type}/{id}. */
export interface SecuredObject {
  type: 'ai-gateway-endpoints' | 'warehouses';
  id: string;
  owner: string | undefined;
}

const path = '/api/2.0/permissions/{type}/{id}';

const on = ({ type, id }: SecuredObject) => ({ params: { path: { type, id } } });

export const permissionsKey = ({ type, id }: SecuredObject) => ['permissions', type, id];

const written = (entry: AccessEntry): Schemas['AccessEntryDocument'] => ({ [entry.kind]: entry.principal, permission_level: entry.level });

/** Who may use an object. Only those who may manage it are told; others get a 403. */
export async function readPermissions(object: SecuredObject, signal?: AbortSignal): Promise<AccessEntry[]> {
  const answer = await answerOf(api.GET(path, { ...on(object), signal: signal ?? null }));
  return answer.access_control_list.flatMap((entry) =>
    (Object.keys(principalKinds) as PrincipalKind[])
      .filter((kind) => entry[kind] !== undefined)
      .flatMap((kind) => entry.all_permissions.map((one) => ({ kind, principal: entry[kind]!, level: one.permission_level, isInherited: one.inherited }))),
  );
}

export const addPermission = (object: SecuredObject, entry: AccessEntry) => answerOf(api.PATCH(path, { ...on(object), body: { access_control_list: [written(entry)] } }));

/** PUT takes the whole list, so it is read first, lest somebody else's change of a moment ago be lost. The owner is no entry of it. */
export async function removePermission(object: SecuredObject, removed: AccessEntry): Promise<void> {
  const entries = await readPermissions(object);
  const rest = entries.filter((entry) => !entry.isInherited && !(entry.kind === removed.kind && entry.principal === removed.principal) && !isOwner(entry, object.owner));
  await answerOf(api.PUT(path, { ...on(object), body: { access_control_list: rest.map(written) } }));
}

export const isOwner = (entry: AccessEntry, owner: string | undefined) => entry.kind !== 'group_name' && entry.principal === owner;
