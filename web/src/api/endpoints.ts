import { ask } from './client';

/** How a destination's model is reached; secrets are write-only and never come back. */
export interface ModelConfig {
  provider: string;
  model: string;
  base_url?: string;
  [more: string]: unknown;
}

/** A destination as the API writes it. */
export interface Destination {
  name: string;
  type?: string;
  traffic_percentage?: number;
  external_model_config?: ModelConfig;
}

/** A limit as the API writes it. */
export interface RateLimit {
  key: string;
  renewal_period: string;
  principal?: string;
  request_tag_key?: string;
  request_tag_value?: string;
  requests?: number;
  tokens?: number;
}

/** Where an endpoint's requests and answers are kept. */
export interface InferenceTable {
  catalog_name: string;
  schema_name: string;
  table_name_prefix: string;
  sampling_fraction?: number;
  retention_days?: number;
}

/** An endpoint as the API writes it: /api/ai-gateway/v2/endpoints. */
export interface Endpoint {
  id: string;
  name: string;
  creator: string;
  owner?: string;
  creation_time: string | number;
  last_updated_time: string | number;
  supported_api_types?: string[];
  ai_gateway_url?: string;
  tags?: Record<string, string>;
  config: {
    destinations: Destination[];
    fallbacks?: Destination[];
    rate_limits?: RateLimit[];
    inference_table?: InferenceTable;
    estimate_usage?: boolean;
    report_cost?: boolean;
  };
}

const path = '/api/ai-gateway/v2/endpoints';
const pathOf = (name: string) => `${path}/${encodeURIComponent(name)}`;

/** All endpoints of the workspace that the user may query, page after page. */
export async function listEndpoints(signal?: AbortSignal): Promise<Endpoint[]> {
  const endpoints: Endpoint[] = [];
  let token: string | undefined;
  do {
    const query = token === undefined ? '' : `&page_token=${encodeURIComponent(token)}`;
    const page = await ask<{ endpoints?: Endpoint[]; next_page_token?: string }>('GET', `${path}?page_size=1000${query}`, undefined, signal);
    endpoints.push(...(page.endpoints ?? []));
    token = page.next_page_token;
  } while (token !== undefined);
  return endpoints;
}

export const readEndpoint = (name: string, signal?: AbortSignal) => ask<Endpoint>('GET', pathOf(name), undefined, signal);

export const createEndpoint = (document: unknown) => ask<Endpoint>('POST', path, document);

// The mask makes the document the whole truth: without it the server would keep each member that was taken out of the text.
export const updateEndpoint = (name: string, document: unknown, changesOwner: boolean) =>
  ask<Endpoint>('PATCH', `${pathOf(name)}?update_mask=${changesOwner ? 'owner,' : ''}tags,config`, document);

export const deleteEndpoint = (name: string) => ask<unknown>('DELETE', pathOf(name));

/** Whom an entry of an access control list is about: it has one of these members. */
export const principalKinds = { user_name: 'User', group_name: 'Group', service_principal_name: 'Service principal' } as const;
export type PrincipalKind = keyof typeof principalKinds;
export type PermissionLevel = 'CAN_QUERY' | 'CAN_MANAGE';

/** An entry of an access control list, taken apart. */
export interface AccessEntry {
  kind: PrincipalKind;
  principal: string;
  level: PermissionLevel;
  isInherited: boolean;
}

interface AccessControlList {
  access_control_list: ({ [kind in PrincipalKind]?: string } & { all_permissions: { permission_level: PermissionLevel; inherited: boolean }[] })[];
}

const permissionsOf = (name: string) => `/api/2.0/permissions/ai-gateway-endpoints/${encodeURIComponent(name)}`;

const written = (entry: AccessEntry) => ({ [entry.kind]: entry.principal, permission_level: entry.level });

/** Who may use an endpoint. Only those who may manage it are told; others get a 403. */
export async function readPermissions(name: string, signal?: AbortSignal): Promise<AccessEntry[]> {
  const answer = await ask<AccessControlList>('GET', permissionsOf(name), undefined, signal);
  return answer.access_control_list.flatMap((entry) =>
    (Object.keys(principalKinds) as PrincipalKind[])
      .filter((kind) => entry[kind] !== undefined)
      .flatMap((kind) => entry.all_permissions.map((one) => ({ kind, principal: entry[kind]!, level: one.permission_level, isInherited: one.inherited }))),
  );
}

export const addPermission = (name: string, entry: AccessEntry) => ask<unknown>('PATCH', permissionsOf(name), { access_control_list: [written(entry)] });

/** PUT takes the whole list, so it is read first, lest somebody else's change of a moment ago be lost. The owner is no entry of it. */
export async function removePermission(name: string, owner: string | undefined, removed: AccessEntry): Promise<void> {
  const entries = await readPermissions(name);
  const rest = entries.filter((entry) => !entry.isInherited && !(entry.kind === removed.kind && entry.principal === removed.principal) && !isOwner(entry, owner));
  await ask('PUT', permissionsOf(name), { access_control_list: rest.map(written) });
}

export const isOwner = (entry: AccessEntry, owner: string | undefined) => entry.kind !== 'group_name' && entry.principal === owner;
