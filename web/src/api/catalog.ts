import { answerOf, api, type Schemas } from './client';
import { listFromWorkspace, type PrincipalPath } from './scim';

/** What privileges are granted on, and how many names its full name has. */
export type SecurableType = 'catalog' | 'schema' | 'table';

/** A catalog, a schema or a table. */
export interface Securable {
  type: SecurableType;
  fullName: string;
}

/** A catalog or a schema. */
export type Container = Pick<Schemas['CatalogAnswer'] | Schemas['SchemaAnswer'], 'name' | 'full_name' | 'comment'>;

/** The pages of one of the catalog's lists, from the first to the last. */
export async function everyPage<Page extends { next_page_token: string | null }>(read: (query: { page_token?: string }) => Promise<Page>): Promise<Page[]> {
  const pages: Page[] = [];
  let token: string | null = '';
  do {
    const page: Page = await read(token === '' ? {} : { page_token: token });
    pages.push(page);
    token = page.next_page_token;
  } while (token !== null);
  return pages;
}

export const listCatalogs = async (signal?: AbortSignal) =>
  (await everyPage((query) => answerOf(api.GET('/api/2.1/unity-catalog/catalogs', { params: { query }, signal: signal ?? null })))).flatMap((page) => page.catalogs);

export const listSchemas = async (signal?: AbortSignal) =>
  (await everyPage((query) => answerOf(api.GET('/api/2.1/unity-catalog/schemas', { params: { query }, signal: signal ?? null })))).flatMap((page) => page.schemas);

/** How large and fresh a table is. Times are UTC. */
export type TableDetails = Omit<Schemas['TableDetailsAnswer'], 'retention_set_by'> & { retention_set_by: 'CONFIGURATION' | 'ENDPOINT' | 'ROWS' | null };

export const readDetails = async (fullName: string, signal?: AbortSignal) =>
  (await answerOf(api.GET('/api/2.0/weir/catalog/tables/{fullName}/details', { params: { path: { fullName } }, signal: signal ?? null }))) as TableDetails;

/** What the user may do on a securable. */
export type Access = Schemas['AccessAnswer'];

const at = ({ type, fullName }: Securable) => ({ params: { path: { type, fullName } } });

export const readAccess = (on: Securable, signal?: AbortSignal) => answerOf(api.GET('/api/2.0/weir/catalog/access/{type}/{fullName}', { ...at(on), signal: signal ?? null }));

/** A privilege of a principal on a securable, directly or from what it is in. */
export interface Grant {
  principal: string;
  privilege: string;
  /** What it was granted on; undefined for the securable itself. */
  from?: { type: string; name: string };
}

/** Who has which privilege on a securable. Only those who may manage it are told; others get a 403. */
export async function readGrants(on: Securable, signal?: AbortSignal): Promise<Grant[]> {
  const answer = await answerOf(api.GET('/api/2.1/unity-catalog/effective-permissions/{type}/{fullName}', { ...at(on), signal: signal ?? null }));
  return answer.privilege_assignments.flatMap(({ principal, privileges }) =>
    privileges.map(({ privilege, inherited_from_type: type, inherited_from_name: name }) => ({ principal, privilege, ...(type && name ? { from: { type: type.toLowerCase(), name } } : {}) })),
  );
}

/** Grants and takes away privileges of one principal on one securable, all or none. */
export const changeGrants = (on: Securable, principal: string, change: { add?: string[]; remove?: string[] }) =>
  answerOf(
    api.PATCH('/api/2.1/unity-catalog/permissions/{type}/{fullName}', { ...at(on), body: { changes: [{ principal, add: change.add ?? [], remove: change.remove ?? [] }] } }),
  );

/** Somebody to whom something can be granted. */
export interface Principal {
  /** What grants call it: an e-mail address, a group's name, an application id. */
  name: string;
  /** What people call it. */
  title: string;
  kind: 'User' | 'Group' | 'Service principal' | 'Everybody';
}

const atMost = 8;

/** People, groups and service principals of the workspace whose name has a text in it. */
export async function findPrincipals(text: string, signal?: AbortSignal): Promise<Principal[]> {
  const list = async (path: PrincipalPath, attributes: string[]) => {
    const filter = attributes.map((attribute) => `${attribute} co ${JSON.stringify(text)}`).join(' or ');
    return (await listFromWorkspace(path, { filter, count: atMost }, signal)).Resources;
  };
  const [users, groups, services] = await Promise.all([list('Users', ['userName', 'displayName']), list('Groups', ['displayName']), list('ServicePrincipals', ['displayName', 'applicationId'])]);
  const everybody: Principal = { name: 'account users', title: 'Everybody in the account', kind: 'Everybody' };
  return [
    ...users.map((user): Principal => ({ name: user.userName!, title: user.displayName ?? user.userName!, kind: 'User' })),
    ...groups.map((group): Principal => ({ name: group.displayName, title: group.displayName, kind: 'Group' })),
    ...services.map((service): Principal => ({ name: service.applicationId!, title: service.displayName ?? service.applicationId!, kind: 'Service principal' })),
    ...(everybody.name.includes(text.toLowerCase()) || everybody.title.toLowerCase().includes(text.toLowerCase()) ? [everybody] : []),
  ];
}
