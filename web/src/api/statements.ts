import { ApiError, ask, askFile } from './client';

/** A column of a result, in the words of the statement execution API. */
export interface Column {
  name: string;
  type_text: string;
  type_name: string;
}

/** A whole result: every value as text, NULL as null. */
export interface Result {
  statementId: string;
  columns: Column[];
  rows: (string | null)[][];
  truncated: boolean;
}

interface Chunk {
  data_array?: (string | null)[][];
  next_chunk_internal_link?: string;
}

interface Answer {
  statement_id: string;
  status: { state: string; error?: { error_code: string; message: string } };
  manifest?: { schema: { columns: Column[] }; truncated: boolean };
  result?: Chunk;
}

/** A named parameter; its type is a SQL type's name, STRING when left out. */
export interface Parameter {
  name: string;
  value: string | null;
  type?: string;
}

const shortestPause = 15;
const longestPause = 500;

/**
 * Runs a statement to its end (POST /api/2.0/sql/statements). Aborting the signal cancels it in the engine too.
 * A statement that fails is an ApiError with the engine's sentence.
 */
export async function runStatement(statement: string, options: { parameters?: Parameter[]; signal?: AbortSignal } = {}): Promise<Result> {
  const { parameters = [], signal } = options;
  // Answered at once and whatever the signal says: only who knows the statement's id can cancel it.
  let answer = await ask<Answer>('POST', '/api/2.0/sql/statements', { statement, parameters, wait_timeout: '0s', on_wait_timeout: 'CONTINUE' });
  const cancel = () => void ask('POST', `/api/2.0/sql/statements/${answer.statement_id}/cancel`).catch(() => undefined);
  signal?.addEventListener('abort', cancel, { once: true });
  try {
    if (signal?.aborted) {
      cancel();
      signal.throwIfAborted();
    }
    let pause = shortestPause;
    while (answer.status.state === 'PENDING' || answer.status.state === 'RUNNING') {
      await new Promise((resolve) => setTimeout(resolve, pause));
      pause = Math.min(2 * pause, longestPause);
      answer = await ask<Answer>('GET', `/api/2.0/sql/statements/${answer.statement_id}`, undefined, signal);
    }
    if (answer.status.state !== 'SUCCEEDED') {
      const error = answer.status.error;
      throw new ApiError(400, error?.error_code ?? answer.status.state, error?.message ?? `The statement ended as ${answer.status.state}.`);
    }
    const rows: (string | null)[][] = [];
    for (let chunk: Chunk | undefined = answer.result; chunk !== undefined; ) {
      for (const row of chunk.data_array ?? []) {
        rows.push(row);
      }
      chunk = chunk.next_chunk_internal_link === undefined ? undefined : await ask<Chunk>('GET', chunk.next_chunk_internal_link, undefined, signal);
    }
    return { statementId: answer.statement_id, columns: answer.manifest?.schema.columns ?? [], rows, truncated: answer.manifest?.truncated ?? false };
  } finally {
    signal?.removeEventListener('abort', cancel);
  }
}

/** The whole result that the server still keeps, as a Parquet file. */
export const parquetOf = (statementId: string) => askFile(`/api/2.0/weir/sql/statements/${statementId}/result.parquet`);
