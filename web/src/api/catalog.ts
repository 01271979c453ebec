import { ask } from './client';

export const unity = '/api/2.1/unity-catalog';

/** What privileges are granted on, and how many names its full name has. */
export type SecurableType = 'catalog' | 'schema' | 'table';

/** A catalog, a schema or a table. */
export interface Securable {
  type: SecurableType;
  fullName: string;
}

/** A catalog of GET /api/2.1/unity-catalog/catalogs, or a schema of .../schemas. */
export interface Container {
  name: string;
  full_name: string;
  comment: string;
}

/** A list of the catalog's API, page after page. */
export async function everyPage<Element, Member extends string>(member: Member, list: string, signal?: AbortSignal): Promise<Element[]> {
  const all: Element[] = [];
  let token: string | null = '';
  do {
    const query = token === '' ? '' : `?page_token=${encodeURIComponent(token)}`;
    const page: { [name in Member]: Element[] } & { next_page_token: string | null } = await ask('GET', `${unity}/${list}${query}`, undefined, signal);
    all.push(...page[member]);
    token = page.next_page_token;
  } while (token !== null);
  return all;
}

export const listCatalogs = (signal?: AbortSignal) => everyPage<Container, 'catalogs'>('catalogs', 'catalogs', signal);

export const listSchemas = (signal?: AbortSignal) => everyPage<Container, 'schemas'>('schemas', 'schemas', signal);

/** How large and fresh a table is: GET /api/2.0/weir/catalog/tables/{full_name}/details. Times are UTC. */
export interface TableDetails {
  full_name: string;
  table_type: string;
  rows: number | null;
  rows_are_exact: boolean;
  size_bytes: number | null;
  size_of: string;
  time_column: string | null;
  freshness: { last_event_time: string | null };
  oldest_event_time: string | null;
  retention_days: number | null;
  retention_set_by: 'CONFIGURATION' | 'ENDPOINT' | 'ROWS' | null;
}

export const readDetails = (fullName: string, signal?: AbortSignal) => ask<TableDetails>('GET', `/api/2.0/weir/catalog/tables/${encodeURIComponent(fullName)}/details`, undefined, signal);

/** What the user may do: GET /api/2.0/weir/catalog/access/{type}/{full_name}. */
export interface Access {
  may_manage: boolean;
  may_read: boolean | null;
  is_account_admin: boolean;
  privileges: { principal: string; privilege: string; granted_on_type: string; granted_on_name: string }[];
  managers: string[];
}

export const readAccess = (on: Securable, signal?: AbortSignal) => ask<Access>('GET', `/api/2.0/weir/catalog/access/${on.type}/${encodeURIComponent(on.fullName)}`, undefined, signal);

/** A privilege of a principal on a securable, directly or from what it is in. */
export interface Grant {
  principal: string;
  privilege: string;
  /** What it was granted on; undefined for the securable itself. */
  from?: { type: string; name: string };
}

interface Effective {
  privilege_assignments: { principal: string; privileges: { privilege: string; inherited_from_type?: string | null; inherited_from_name?: string | null }[] }[];
}

/** Who has which privilege on a securable. Only those who may manage it are told; others get a 403. */
export async function readGrants(on: Securable, signal?: AbortSignal): Promise<Grant[]> {
  const answer = await ask<Effective>('GET', `${unity}/effective-permissions/${on.type}/${encodeURIComponent(on.fullName)}`, undefined, signal);
  return answer.privilege_assignments.flatMap(({ principal, privileges }) =>
    privileges.map(({ privilege, inherited_from_type: type, inherited_from_name: name }) => ({ principal, privilege, ...(type && name ? { from: { type: type.toLowerCase(), name } } : {}) })),
  );
}

/** Grants and takes away privileges of one principal on one securable, all or none. */
export const changeGrants = (on: Securable, principal: string, change: { add?: string[]; remove?: string[] }) =>
  ask<unknown>('PATCH', `${unity}/permissions/${on.type}/${encodeURIComponent(on.fullName)}`, { changes: [{ principal, add: change.add ?? [], remove: change.remove ?? [] }] });

/** Somebody to whom something can be granted. */
export interface Principal {
  /** What grants call it: an e-mail address, a group's name, an application id. */
  name: string;
  /** What people call it. */
  title: string;
  kind: 'User' | 'Group' | 'Service principal' | 'Everybody';
}

const scim = '/api/2.0/preview/scim/v2';
const atMost = 8;

/** People, groups and service principals of the workspace whose name has a text in it. */
export async function findPrincipals(text: string, signal?: AbortSignal): Promise<Principal[]> {
  const list = async (resource: string, attributes: string[]) => {
    const filter = attributes.map((attribute) => `${attribute} co ${JSON.stringify(text)}`).join(' or ');
    const answer = await ask<{ Resources?: { userName?: string; displayName?: string; applicationId?: string }[] }>('GET', `${scim}/${resource}?count=${atMost}&filter=${encodeURIComponent(filter)}`, undefined, signal);
    return answer.Resources ?? [];
  };
  const [users, groups, services] = await Promise.all([list('Users', ['userName', 'displayName']), list('Groups', ['displayName']), list('ServicePrincipals', ['displayName', 'applicationId'])]);
  const everybody: Principal = { name: 'account users', title: 'Everybody in the account', kind: 'Everybody' };
  return [
    ...users.map((user): Principal => ({ name: user.userName!, title: user.displayName ?? user.userName!, kind: 'User' })),
    ...groups.map((group): Principal => ({ name: group.displayName!, title: group.displayName!, kind: 'Group' })),
    ...services.map((service): Principal => ({ name: service.applicationId!, title: service.displayName ?? service.applicationId!, kind: 'Service principal' })),
    ...(everybody.name.includes(text.toLowerCase()) || everybody.title.toLowerCase().includes(text.toLowerCase()) ? [everybody] : []),
  ];
}
