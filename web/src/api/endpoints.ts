import { ask } from './client';

/** A destination as the API writes it; secrets are write-only. */
export interface Destination {
  name: string;
  type?: string;
  traffic_percentage?: number;
  external_model_config?: { provider: string; model: string; base_url?: string; [more: string]: unknown };
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
    rate_limits?: { key: string; renewal_period: string; principal?: string; requests?: number; tokens?: number }[];
    inference_table?: { catalog_name: string; schema_name: string; table_name_prefix: string };
    estimate_usage?: boolean;
    report_cost?: boolean;
  };
}

const path = '/api/ai-gateway/v2/endpoints';

export const listEndpoints = async (signal?: AbortSignal) => (await ask<{ endpoints?: Endpoint[] }>('GET', path, undefined, signal)).endpoints ?? [];

export const readEndpoint = (name: string, signal?: AbortSignal) => ask<Endpoint>('GET', `${path}/${encodeURIComponent(name)}`, undefined, signal);

export const createEndpoint = (document: unknown) => ask<Endpoint>('POST', path, document);

export const deleteEndpoint = (name: string) => ask<unknown>('DELETE', `${path}/${encodeURIComponent(name)}`);
