import type { Securable, SecurableType } from '../api/catalog';

/** What a privilege allows. */
export const meanings: Record<string, string> = {
  USE_CATALOG: 'Reach what is in the catalog. It reads nothing by itself.',
  USE_SCHEMA: 'Reach what is in the schema. It reads nothing by itself.',
  SELECT: 'Read tables, where USE SCHEMA and USE CATALOG are granted too.',
  MANAGE: 'Grant and revoke here. It reads nothing.',
  ALL_PRIVILEGES: 'All of these but MANAGE.',
};

/** As SQL writes it. */
export const spelled = (privilege: string) => privilege.replaceAll('_', ' ');

const all = ['USE_CATALOG', 'USE_SCHEMA', 'SELECT', 'MANAGE', 'ALL_PRIVILEGES'];
const first: Record<SecurableType, number> = { catalog: 0, schema: 1, table: 2 };

/** The privileges that can be granted on a kind of securable: one on a catalog or schema is one on everything in it. */
export const grantableOn = (type: SecurableType) => all.slice(first[type]);

/** What somebody needs who is to read a table, or every table of a schema or catalog: the outermost first, whose refusal then leaves nothing half done. */
export function neededToRead(on: Securable): { on: Securable; privileges: string[] }[] {
  const [catalog, schema] = on.fullName.split('.');
  const ofCatalog: Securable = { type: 'catalog', fullName: catalog! };
  const ofSchema: Securable = { type: 'schema', fullName: `${catalog}.${schema}` };
  switch (on.type) {
    case 'catalog':
      return [{ on, privileges: ['USE_CATALOG', 'USE_SCHEMA', 'SELECT'] }];
    case 'schema':
      return [{ on: ofCatalog, privileges: ['USE_CATALOG'] }, { on, privileges: ['USE_SCHEMA', 'SELECT'] }];
    case 'table':
      return [{ on: ofCatalog, privileges: ['USE_CATALOG'] }, { on: ofSchema, privileges: ['USE_SCHEMA'] }, { on, privileges: ['SELECT'] }];
  }
}

/** What of that some grants do not have yet: ALL PRIVILEGES is every one of them, and one from above counts below. */
export function missingToRead(on: Securable, held: { privilege: string; onName: string }[]): string[] {
  return neededToRead(on).flatMap(({ on: part, privileges }) =>
    privileges
      .filter((privilege) => !held.some((one) => (one.privilege === privilege || one.privilege === 'ALL_PRIVILEGES') && (part.fullName === one.onName || part.fullName.startsWith(one.onName + '.'))))
      .map((privilege) => `${spelled(privilege)} on ${part.type} ${part.fullName}`),
  );
}
