import type { PastStatement } from '../api/queries';

/** How a statement of the history went, in one line. */
export function pastOutcome({ status, duration, rows_produced, error_message }: PastStatement): string {
  const took = duration < 1000 ? `${duration} ms` : `${(duration / 1000).toFixed(1)} s`;
  switch (status) {
    case 'QUEUED':
      return `waiting for ${took}`;
    case 'RUNNING':
      return `running for ${took}`;
    case 'CANCELED':
      return `cancelled after ${took}`;
    case 'FAILED':
      return `failed after ${took}: ${(error_message ?? '').slice(0, 120)}`;
    case 'FINISHED':
      return rows_produced === null ? took : `${rows_produced.toLocaleString()} ${rows_produced === 1 ? 'row' : 'rows'} in ${took}`;
  }
}

/** Whether a text has each word of a search, whatever their case. */
export function hasWords(text: string, sought: string): boolean {
  const lower = text.toLowerCase();
  return sought.toLowerCase().split(/\s+/).every((word) => lower.includes(word));
}
