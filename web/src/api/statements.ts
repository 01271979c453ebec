import { answerOf, api, ApiError, type Schemas } from './client';
import { readAnswer } from './resultText';

/** A column of a result, in the words of the statement execution API. */
export type Column = Pick<Schemas['ColumnSchema'], 'name' | 'type_text' | 'type_name'>;

/** A whole result: every value as text, NULL as null. */
export interface Result {
  statementId: string;
  columns: Column[];
  rows: (string | null)[][];
  truncated: boolean;
}

/** A named parameter; its type is a SQL type's name, STRING when left out. */
export type Parameter = Schemas['StatementParameter'] & { name: string; value: string | null; type?: string };

/** Where tables are that are named without a catalog or a schema. */
export interface Place {
  catalog?: string;
  schema?: string;
}

/** What of a result has come so far, and how many rows it has in all. */
export interface Progress extends Result {
  total: number;
}

const shortestPause = 15;
const longestPause = 500;
const progressMilliseconds = 250;

/**
 * Runs a statement to its end (POST /api/2.0/sql/statements), on a warehouse or on the one that exists from the start. Aborting the signal cancels it in the engine too.
 * A statement that fails is an ApiError with the engine's sentence. A large result comes in parts: `onProgress` hears of those before the last.
 */
export async function runStatement(
  statement: string,
  options: { parameters?: Parameter[]; warehouse?: string | undefined; place?: Place | undefined; signal?: AbortSignal; onProgress?: (progress: Progress) => void } = {},
): Promise<Result> {
  const { parameters = [], warehouse, place = {}, signal, onProgress } = options;
  // Answered at once and whatever the signal says: only who knows the statement's id can cancel it.
  let answer = await answerOf(
    api.POST('/api/2.0/sql/statements', {
      body: { statement, parameters, ...place, ...(warehouse === undefined ? {} : { warehouse_id: warehouse }), wait_timeout: '0s', on_wait_timeout: 'CONTINUE' },
    }),
  );
  const id = answer.statement_id;
  const cancel = () => void api.POST('/api/2.0/sql/statements/{id}/cancel', { params: { path: { id } } }).catch(() => undefined);
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
      answer = await readStatement(id, signal);
    }
    if (answer.status.state !== 'SUCCEEDED') {
      const error = answer.status.error;
      throw new ApiError(400, error?.error_code ?? answer.status.state, error?.message ?? `The statement ended as ${answer.status.state}.`);
    }
    const rows: (string | null)[][] = [];
    const columns = answer.manifest?.schema.columns ?? [];
    const truncated = answer.manifest?.truncated ?? false;
    let lastProgress = -Infinity;
    for (let chunk: Schemas['StatementChunkSchema'] | undefined = answer.result; chunk !== undefined; ) {
      for (const row of chunk.data_array) {
        rows.push(row);
      }
      if (chunk.next_chunk_index === undefined) {
        break;
      }
      if (onProgress && performance.now() - lastProgress > progressMilliseconds) {
        lastProgress = performance.now();
        onProgress({ statementId: id, columns, rows: rows.slice(), truncated, total: answer.manifest?.total_row_count ?? rows.length });
      }
      chunk = await readChunk(id, chunk.next_chunk_index, signal);
    }
    return { statementId: id, columns, rows, truncated };
  } finally {
    signal?.removeEventListener('abort', cancel);
  }
}

async function readStatement(id: string, signal?: AbortSignal): Promise<Schemas['StatementSchema']> {
  const text = await answerOf(api.GET('/api/2.0/sql/statements/{id}', { params: { path: { id } }, parseAs: 'text', signal: signal ?? null }));
  return readAnswer(text) as Schemas['StatementSchema'];
}

async function readChunk(id: string, index: number, signal?: AbortSignal): Promise<Schemas['StatementChunkSchema']> {
  const text = await answerOf(api.GET('/api/2.0/sql/statements/{id}/result/chunks/{index}', { params: { path: { id, index } }, parseAs: 'text', signal: signal ?? null }));
  return readAnswer(text) as Schemas['StatementChunkSchema'];
}

/** The whole result that the server still keeps, as a Parquet file. */
export const parquetOf = (statementId: string) =>
  answerOf(api.GET('/api/2.0/weir/sql/statements/{id}/result.parquet', { params: { path: { id: statementId } }, parseAs: 'blob' }));
