import { answerOf, api, type Schemas } from './client';

/** A saved query. */
export type SavedQuery = Schemas['SavedQueryAnswer'];

/** A statement of the history. Times are milliseconds since 1970, the duration is milliseconds. */
export type PastStatement = Omit<Schemas['PastStatementAnswer'], 'status'> & { status: 'QUEUED' | 'RUNNING' | 'FINISHED' | 'FAILED' | 'CANCELED' };

// The document does not have the query parameters of these two lists.
const asked = (parameters: Record<string, string>) => () => new URLSearchParams(parameters).toString();

export const listQueries = (token: string, signal?: AbortSignal) =>
  answerOf(api.GET('/api/2.0/sql/queries', { querySerializer: asked({ page_size: '100', page_token: token }), signal: signal ?? null }));

/** Saves a query under a name. One whose name is taken is refused, or gets a number when that is asked for. */
export const saveQuery = (display_name: string, query_text: string, auto_resolve_display_name = false) =>
  answerOf(api.POST('/api/2.0/sql/queries', { body: { query: { display_name, query_text }, auto_resolve_display_name } }));

export const changeQuery = (id: string, change: { display_name?: string; query_text?: string }) =>
  answerOf(api.PATCH('/api/2.0/sql/queries/{id}', { params: { path: { id } }, body: { query: change, update_mask: Object.keys(change).join(',') } }));

export const deleteQuery = (id: string) => answerOf(api.DELETE('/api/2.0/sql/queries/{id}', { params: { path: { id } } }));

/** The statements that one principal ran, the newest first. */
export const listHistory = async (user: string, token: string, signal?: AbortSignal) =>
  (await answerOf(
    api.GET('/api/2.0/sql/history/queries', { querySerializer: asked({ max_results: '50', 'filter_by.user_ids': user, page_token: token }), signal: signal ?? null }),
  )) as Omit<Schemas['StatementHistoryAnswer'], 'res'> & { res: PastStatement[] };
