import { answerOf, api, type Schemas } from './client';

/** A feature that account admins switch. */
export type Preview = Schemas['PreviewAnswer'];

export const listPreviews = async (account: string, signal?: AbortSignal) =>
  (await answerOf(api.GET('/api/2.0/accounts/{account_id}/previews', { params: { path: { account_id: account } }, signal: signal ?? null }))).previews;

export const setPreview = (account: string, name: string, enabled: boolean) =>
  answerOf(api.PATCH('/api/2.0/accounts/{account_id}/previews', { params: { path: { account_id: account } }, body: { previews: [{ name, enabled }] } }));

/** Billed calls without a known cost. */
export type Unpriced = Schemas['UnpricedCallsAnswer'];

export const listUnpriced = async (signal?: AbortSignal) =>
  (await answerOf(api.GET('/api/2.0/weir/spend/unpriced', { params: { query: { days: '30' } }, signal: signal ?? null }))).unpriced;

/** The price book. */
export type PriceBook = Schemas['PriceBookAnswer'];

export const readPrices = (signal?: AbortSignal) => answerOf(api.GET('/api/2.0/weir/prices', { signal: signal ?? null }));

export const enterPrice = (price: Schemas['PriceDocument']) => answerOf(api.PUT('/api/2.0/weir/prices/overrides', { body: { prices: [price] } }));

export const removePrice = (id: string) => answerOf(api.DELETE('/api/2.0/weir/prices/overrides/{id}', { params: { path: { id } } }));

/** What came up, and whether somebody was told. */
export type Alert = Schemas['AlertAnswer'];

export const listAlerts = async (signal?: AbortSignal) => (await answerOf(api.GET('/api/2.0/weir/alerts', { signal: signal ?? null }))).alerts;
