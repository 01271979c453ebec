import { answerOf, api, type Schemas } from './client';

/** A stream of the journal. */
export type StreamHealth = Schemas['StreamHealth'];

/** How the server is, for account admins. */
export type SystemHealth = Schemas['SystemHealth'];

export const readHealth = (signal?: AbortSignal) => answerOf(api.GET('/api/2.0/weir/health', { signal: signal ?? null }));
