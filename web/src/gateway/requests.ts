import type { Endpoint } from '../api/endpoints';
import { isDenied, runRows, spendTable, usageTable, type Row } from './usage';

export const shownRequests = 50;

/** A row of the usage table, and what its attempts cost. */
export interface RequestRow {
  id: string;
  fields: Row;
  /** NULL where nothing of it has a price; undefined where the user may not know. */
  cost: string | null | undefined;
}

const usageStatement = `SELECT * FROM ${usageTable} WHERE workspace_id = :workspace AND endpoint_name = :endpoint ORDER BY event_time DESC LIMIT ${shownRequests}`;

// The attempts of a request are at its own time, so that the oldest row shown bounds what is read of this table. A sum without one of its
// attempts is no cost.
const costStatement = `
  SELECT request_id, CASE WHEN count(list_cost) = count(*) THEN sum(list_cost) END AS list_cost
  FROM ${spendTable}
  WHERE workspace_id = :workspace AND endpoint_name = :endpoint AND event_time >= CAST(:since AS TIMESTAMP)
  GROUP BY request_id`;

/** The endpoint's last requests, the newest first. */
export async function readRequests(workspace: string, endpoint: Endpoint, signal: AbortSignal): Promise<RequestRow[]> {
  const parameters = [{ name: 'workspace', value: workspace }, { name: 'endpoint', value: endpoint.name }];
  const rows = await runRows(usageStatement, parameters, signal);
  const oldest = rows.at(-1)?.['event_time'];
  const costs = oldest == null ? new Map<string, string | null>() : await readCosts([...parameters, { name: 'since', value: oldest }], signal);
  return rows.map((fields) => ({
    id: fields['invocation_id'] ?? fields['request_id'] ?? '',
    fields,
    cost: costs === undefined ? undefined : (costs.get(fields['request_id'] ?? '') ?? null),
  }));
}

/** The costs by request; undefined where the table is not granted, which is no reason to show no requests. */
async function readCosts(parameters: { name: string; value: string }[], signal: AbortSignal): Promise<Map<string, string | null> | undefined> {
  try {
    const rows = await runRows(costStatement, parameters, signal);
    return new Map(rows.map((row) => [row['request_id'] ?? '', row['list_cost'] ?? null]));
  } catch (error) {
    if (isDenied(error)) {
      return undefined;
    }
    throw error;
  }
}

/** The row of one request; undefined while there is none yet. */
export async function readRequest(id: string, signal: AbortSignal): Promise<Row | undefined> {
  return (await runRows(`SELECT * FROM ${usageTable} WHERE request_id = :id`, [{ name: 'id', value: id }], signal))[0];
}

/** A text that is JSON with its lines broken; another as it is. */
export function indented(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
