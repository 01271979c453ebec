import { runRows, usageTable, type Row } from '../gateway/usage';

export const shownArrivals = 10;

// A day: who sets an agent up looks at what came a moment ago.
const arrivalsStatement = `
  SELECT request_id, event_time, endpoint_name, agent_version, agent_session_id, status_code, input_tokens, output_tokens, latency_ms
  FROM ${usageTable}
  WHERE workspace_id = :workspace AND requester = :requester AND agent = :agent AND event_time > current_timestamp() - INTERVAL 24 HOURS
  ORDER BY event_time DESC LIMIT ${shownArrivals}`;

/** The last requests of somebody that were recognised as an agent's, the newest first. */
export const readArrivals = (workspace: string, requester: string, agent: string, signal: AbortSignal): Promise<Row[]> =>
  runRows(arrivalsStatement, [{ name: 'workspace', value: workspace }, { name: 'requester', value: requester }, { name: 'agent', value: agent }], signal);
