import { answerOf, api, type Schemas } from './client';

/** A coding agent that can be pointed at the gateway. */
export type Agent = Schemas['AgentAnswer'];

/** How an agent is set up; `$WEIR_TOKEN` stands where the token belongs. */
export type AgentSetup = Schemas['AgentSetupAnswer'];

export const listAgents = async (signal?: AbortSignal) => (await answerOf(api.GET('/api/2.0/weir/agents', { signal: signal ?? null }))).agents;

/** The setup of an agent for an endpoint; an empty name of one leaves a placeholder. */
export const readSetup = (key: string, endpoint: string, telemetry: boolean, signal?: AbortSignal) =>
  answerOf(api.GET('/api/2.0/weir/agents/{key}/setup', { params: { path: { key }, query: { telemetry, ...(endpoint === '' ? {} : { endpoint }) } }, signal: signal ?? null }));
