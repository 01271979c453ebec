import { ask } from './client';

/** A saved query: /api/2.0/sql/queries. */
export interface SavedQuery {
  id: string;
  display_name: string;
  query_text: string;
  owner_user_name: string | null;
  update_time: string;
}

/** A statement of the history. Times are milliseconds since 1970, the duration is milliseconds. */
export interface PastStatement {
  query_id: string;
  query_text: string;
  status: 'QUEUED' | 'RUNNING' | 'FINISHED' | 'FAILED' | 'CANCELED';
  query_start_time_ms: number;
  duration: number;
  rows_produced: number | null;
  error_message: string | null;
}

const path = '/api/2.0/sql/queries';

export const listQueries = (token: string, signal?: AbortSignal) =>
  ask<{ results: SavedQuery[]; next_page_token: string | null }>('GET', `${path}?page_size=100&page_token=${encodeURIComponent(token)}`, undefined, signal);

/** Saves a query under a name. One whose name is taken is refused, or gets a number when that is asked for. */
export const saveQuery = (display_name: string, query_text: string, auto_resolve_display_name = false) =>
  ask<SavedQuery>('POST', path, { query: { display_name, query_text }, auto_resolve_display_name });

export const changeQuery = (id: string, change: { display_name?: string; query_text?: string }) =>
  ask<SavedQuery>('PATCH', `${path}/${id}`, { query: change, update_mask: Object.keys(change).join(',') });

export const deleteQuery = (id: string) => ask<unknown>('DELETE', `${path}/${id}`);

/** The statements that one principal ran, the newest first. */
export const listHistory = (user: string, token: string, signal?: AbortSignal) =>
  ask<{ res: PastStatement[]; next_page_token: string | null }>('GET', `/api/2.0/sql/history/queries?max_results=50&filter_by.user_ids=${encodeURIComponent(user)}&page_token=${encodeURIComponent(token)}`, undefined, signal);
