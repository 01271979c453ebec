import { ApiError, ask } from './client';

/** A column of a result, in the words of the statement execution API. */
export interface Column {
  name: string;
  type_text: string;
  type_name: string;
}

/** A whole result: every value as text, NULL as null. */
export interface Result {
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
  manifest?: { schema: { columns: Column[] }; truncated: boolean; total_row_count: number };
  result?: Chunk;
}

/** A named parameter; its type is a SQL type's name, STRING when left out. */
export interface Parameter {
  name: string;
  value: string | null;
  type?: string;
}

/** What of a result has come so far, and how many rows it has in all. */
export interface Progress extends Result {
  total: number;
}

const shortestPause = 15;
const longestPause = 500;
const progressMilliseconds = 250;

/**
 * Runs a statement to its end (POST /api/2.0/sql/statements). Aborting the signal cancels it in the engine too.
 * A statement that fails is an ApiError with the engine's sentence. A large result comes in parts: `onProgress` hears of those before the last.
 */
export async function runStatement(statement: string, options: { parameters?: Parameter[]; signal?: AbortSignal; onProgress?: (progress: Progress) => void } = {}): Promise<Result> {
  const { parameters = [], signal, onProgress } = options;
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
    const columns = answer.manifest?.schema.columns ?? [];
    const truncated = answer.manifest?.truncated ?? false;
    let lastProgress = -Infinity;
    for (let chunk: Chunk | undefined = answer.result; chunk !== undefined; ) {
      for (const row of chunk.data_array ?? []) {
        rows.push(row);
      }
      if (chunk.next_chunk_internal_link === undefined) {
        break;
      }
      if (onProgress && performance.now() - lastProgress > progressMilliseconds) {
        lastProgress = performance.now();
        onProgress({ columns, rows: rows.slice(), truncated, total: answer.manifest?.total_row_count ?? rows.length });
      }
      chunk = await ask<Chunk>('GET', chunk.next_chunk_internal_link, undefined, signal);
    }
    return { columns, rows, truncated };
  } finally {
    signal?.removeEventListener('abort', cancel);
  }
}
