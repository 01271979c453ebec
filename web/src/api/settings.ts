import { ask } from './client';

/** A feature that account admins switch: /api/2.0/accounts/{account_id}/previews. */
export interface Preview {
  name: string;
  display_name: string;
  enabled: boolean;
  available: boolean;
  unmet_requirements: string[];
}

export const listPreviews = async (account: string, signal?: AbortSignal) =>
  (await ask<{ previews: Preview[] }>('GET', `/api/2.0/accounts/${account}/previews`, undefined, signal)).previews;

export const setPreview = (account: string, name: string, enabled: boolean) =>
  ask<unknown>('PATCH', `/api/2.0/accounts/${account}/previews`, { previews: [{ name, enabled }] });

/** Billed calls without a known cost: GET /api/2.0/weir/spend/unpriced. */
export interface Unpriced {
  provider: string;
  model: string;
  response_model: string;
  service_tier: string;
  endpoint_name: string;
  reason: 'NO_PRICE' | 'NO_TOKEN_COUNT';
  attempts: number;
  last_time: string;
}

export const listUnpriced = async (signal?: AbortSignal) => (await ask<{ unpriced: Unpriced[] }>('GET', '/api/2.0/weir/spend/unpriced?days=30', undefined, signal)).unpriced;

/** The price book: GET /api/2.0/weir/prices. */
export interface PriceBook {
  price_version: string;
  list_source: string;
  overrides: { id: string | null; source: string; provider: string; model: string; valid_from: string; service_tier: string; usage_type: string; context_tier: number; rate: string }[];
}

export const readPrices = (signal?: AbortSignal) => ask<PriceBook>('GET', '/api/2.0/weir/prices', undefined, signal);

export const enterPrice = (price: Record<string, unknown>) => ask<unknown>('PUT', '/api/2.0/weir/prices/overrides', { prices: [price] });

export const removePrice = (id: string) => ask<unknown>('DELETE', `/api/2.0/weir/prices/overrides/${id}`);

/** What came up, and whether somebody was told: GET /api/2.0/weir/alerts. */
export interface Alert {
  id: string;
  type: string;
  created_time: string;
  state: string;
  attempts: number;
  last_error: string | null;
}

export const listAlerts = async (signal?: AbortSignal) => (await ask<{ alerts: Alert[] }>('GET', '/api/2.0/weir/alerts', undefined, signal)).alerts;
