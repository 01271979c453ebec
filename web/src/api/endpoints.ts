import { answerOf, api, type Schemas } from './client';

/** How a destination's model is reached; secrets are write-only and never come back. */
export type ModelConfig = Schemas['ModelDocument'] & { provider: string; model: string };

/** A destination of an endpoint that was saved: it has a name, and leads to a model. */
export type Destination = Schemas['DestinationDocument'] & { name: string; external_model_config?: ModelConfig };

/** A limit of an endpoint that was saved. */
export type RateLimit = Schemas['RateLimitDocument'] & { key: string; renewal_period: string };

/** Where an endpoint's requests and answers are kept. */
export type InferenceTable = Schemas['InferenceTableDocument'] & { catalog_name: string; schema_name: string; table_name_prefix: string };

/** An endpoint. The document leaves open what a body may leave out; one that was saved has it. */
export type Endpoint = Omit<Schemas['EndpointAnswer'], 'config'> & {
  config: Omit<Schemas['ConfigDocument'], 'destinations' | 'fallbacks' | 'rate_limits' | 'inference_table'> & {
    destinations: Destination[];
    fallbacks?: Destination[];
    rate_limits?: RateLimit[];
    inference_table?: InferenceTable;
  };
};

/** What an endpoint is made of. */
export type EndpointDocument = Schemas['EndpointDocument'];

/** All endpoints of the workspace that the user may query, page after page. */
export async function listEndpoints(signal?: AbortSignal): Promise<Endpoint[]> {
  const endpoints: Endpoint[] = [];
  let token: string | undefined;
  do {
    const query = { page_size: '1000', ...(token === undefined ? {} : { page_token: token }) };
    const page: Schemas['EndpointsAnswer'] = await answerOf(api.GET('/api/ai-gateway/v2/endpoints', { params: { query }, signal: signal ?? null }));
    endpoints.push(...(page.endpoints as Endpoint[]));
    token = page.next_page_token;
  } while (token !== undefined);
  return endpoints;
}

export const readEndpoint = async (name: string, signal?: AbortSignal) =>
  (await answerOf(api.GET('/api/ai-gateway/v2/endpoints/{name}', { params: { path: { name } }, signal: signal ?? null }))) as Endpoint;

export const createEndpoint = async (document: EndpointDocument) => (await answerOf(api.POST('/api/ai-gateway/v2/endpoints', { body: document }))) as Endpoint;

// The mask makes the document the whole truth: without it the server would keep each member that was taken out of the text.
export const updateEndpoint = async (name: string, document: EndpointDocument, changesOwner: boolean) =>
  (await answerOf(api.PATCH('/api/ai-gateway/v2/endpoints/{name}', { params: { path: { name }, query: { update_mask: `${changesOwner ? 'owner,' : ''}tags,config` } }, body: document }))) as Endpoint;

export const deleteEndpoint = (name: string) => answerOf(api.DELETE('/api/ai-gateway/v2/endpoints/{name}', { params: { path: { name } } }));
