import { ask } from './client';

/** What came of a test: POST /api/2.0/weir/destinations/test. */
export interface ConnectionTestAnswer {
  succeeded: boolean;
  status_code: number | null;
  latency_ms: number;
  time_to_first_byte_ms: number | null;
  model: string;
  message: string;
  provider_error: string | null;
}

/** Makes one real call of a destination. With an endpoint's name its stored secret is used where the destination has none. */
export const testDestination = (destination: unknown, endpointName?: string) =>
  ask<ConnectionTestAnswer>('POST', '/api/2.0/weir/destinations/test', { destination, ...(endpointName === undefined ? {} : { endpoint_name: endpointName }) });
