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
