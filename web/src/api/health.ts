import { ask } from './client';

/** A stream of the journal. */
export interface StreamHealth {
  stream: string;
  state: string;
  failure: string | null;
  pending_bytes: number;
  waiting_bytes: number;
  oldest_waiting_time: string | null;
  oldest_waiting_seconds: number;
  last_taken_time: string | null;
  trouble: string | null;
}

/** How the server is: GET /api/2.0/weir/health, for account admins. */
export interface SystemHealth {
  status: string;
  version: string;
  replica: string;
  started_time: string;
  journals: StreamHealth[];
  store: { name: string; state: string; trouble: string | null };
  disk: { free_bytes: number; total_bytes: number };
  recent_problems: { time: string; level: string; source: string; message: string }[];
}

export const readHealth = (signal?: AbortSignal) => ask<SystemHealth>('GET', '/api/2.0/weir/health', undefined, signal);
