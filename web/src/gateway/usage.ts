import { ApiError } from '../api/client';
import { runStatement, type Parameter, type Result } from '../api/statements';

export const usageTable = 'system.ai_gateway.usage';
export const spendTable = 'system.ai_gateway.spend';

/** The SQL editor with a statement in it. */
export const sqlLink = (statement: string) => `/sql?statement=${encodeURIComponent(statement)}`;

export const textLiteral = (text: string) => `'${text.replaceAll("'", "''")}'`;

/** A row by its columns' names. */
export type Row = Record<string, string | null>;

/** Runs a statement and gives its rows by name. */
export async function runRows(statement: string, parameters: Parameter[], signal?: AbortSignal): Promise<Row[]> {
  return rowsOf(await runStatement(statement, signal ? { parameters, signal } : { parameters }));
}

const rowsOf = (result: Result): Row[] => result.rows.map((row) => Object.fromEntries(result.columns.map((column, i) => [column.name, row[i] ?? null])));

/** Whether the user may not read the table: there is nothing to try again, somebody has to grant it. */
export const isDenied = (error: unknown): boolean => error instanceof ApiError && (error.message.includes('[INSUFFICIENT_PERMISSIONS]') || error.status === 403);

/** How often a query is asked anew while its page is visible; what was refused is left alone. */
export const every = (interval: number) => (query: { state: { error: Error | null } }) => (isDenied(query.state.error) ? false : interval);
