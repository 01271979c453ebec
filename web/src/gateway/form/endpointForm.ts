import { emptyDraft, isObject, newKey, put, taken, withText, type Draft, type Json, type Members } from './draft';

/** A destination or fallback in the form. */
export interface DestinationForm {
  key: number;
  own: Draft;
  model: Draft;
  timeouts: Draft;
  /** Which of the provider's ways to show who is calling is being filled in. */
  way: string | undefined;
  /** Whether a stored secret is being given anew. */
  replacesSecret: boolean;
}

export interface LimitForm extends Draft {
  key: number;
}

export interface TagForm {
  key: number;
  name: string;
  value: string;
}

/** An endpoint's document in the form: what has a field, and in each rest what has none and is kept. */
export interface EndpointForm {
  own: Draft;
  tags: TagForm[];
  tagsRest: Json;
  destinations: DestinationForm[];
  fallbacks: DestinationForm[];
  limits: LimitForm[];
  /** Undefined: requests and answers are not kept. */
  table: Draft | undefined;
  retries: Draft;
  breaker: Draft;
  estimatesUsage: boolean | undefined;
  reportsCost: boolean | undefined;
  configRest: Json;
}

const own: Members = { name: 'text', owner: 'text' };
const destination: Members = { name: 'text', type: 'text', traffic_percentage: 'number' };
const model: Members = {
  provider: 'text', model: 'text', base_url: 'text', api_version: 'text', region: 'text', project: 'text', location: 'text', auth: 'text', tenant_id: 'text', client_id: 'text',
  api_key: 'text', client_secret: 'text', aws_access_key_id: 'text', aws_secret_access_key: 'text', aws_session_token: 'text', service_account_json: 'text', on_client_disconnect: 'text',
};
const timeouts: Members = { connect_seconds: 'number', first_token_seconds: 'number', idle_seconds: 'number', total_seconds: 'number' };
const limit: Members = { key: 'text', renewal_period: 'text', principal: 'text', request_tag_key: 'text', request_tag_value: 'text', requests: 'number', tokens: 'number' };
const table: Members = { catalog_name: 'text', schema_name: 'text', table_name_prefix: 'text', sampling_fraction: 'number', retention_days: 'number' };
const retries: Members = { max_retries: 'number', initial_backoff_seconds: 'number', max_backoff_seconds: 'number' };
const breaker: Members = { failures: 'number', open_seconds: 'number' };

/** The form of a document. A list that is none, or null, counts as left out. */
export function formOf(document: Json): EndpointForm {
  const { tags, config, ...others } = document;
  const { destinations, fallbacks, rate_limits, inference_table, retries: retrying, circuit_breaker, estimate_usage, report_cost, ...configRest } = isObject(config) ? config : {};
  const tagEntries = Object.entries(isObject(tags) ? tags : {});
  return {
    own: taken(others, own),
    tags: tagEntries.filter(([, value]) => typeof value === 'string').map(([name, value]) => ({ key: newKey(), name, value: value as string })),
    tagsRest: Object.fromEntries(tagEntries.filter(([, value]) => typeof value !== 'string')),
    destinations: listOf(destinations).map(destinationFormOf),
    fallbacks: listOf(fallbacks).map(destinationFormOf),
    limits: listOf(rate_limits).map((one) => ({ key: newKey(), ...taken(one, limit) })),
    table: isObject(inference_table) ? taken(inference_table, table) : undefined,
    retries: taken(retrying, retries),
    breaker: taken(circuit_breaker, breaker),
    estimatesUsage: typeof estimate_usage === 'boolean' ? estimate_usage : undefined,
    reportsCost: typeof report_cost === 'boolean' ? report_cost : undefined,
    configRest,
  };
}

/** The document of a form. */
export function documentOf(form: EndpointForm): Json {
  const tags = { ...form.tagsRest, ...Object.fromEntries(form.tags.filter((tag) => tag.name !== '').map((tag) => [tag.name, tag.value])) };
  return {
    ...put(form.own, own),
    ...stated('tags', tags),
    config: {
      destinations: form.destinations.map(destinationOf),
      ...stated('fallbacks', form.fallbacks.map(destinationOf)),
      ...stated('rate_limits', form.limits.map((one) => put(one, limit))),
      ...(form.table === undefined ? {} : { inference_table: put(form.table, table) }),
      ...stated('retries', put(form.retries, retries)),
      ...stated('circuit_breaker', put(form.breaker, breaker)),
      ...(form.estimatesUsage === undefined ? {} : { estimate_usage: form.estimatesUsage }),
      ...(form.reportsCost === undefined ? {} : { report_cost: form.reportsCost }),
      ...form.configRest,
    },
  };
}

/** A destination as the API takes it. One without a name has its model's. */
export function destinationOf(form: DestinationForm): Json {
  const name = nameOf(form);
  const named = name === '' ? form.own : withText(form.own, 'name', name);
  return { ...put(named, destination), external_model_config: { ...put(form.model, model), ...stated('timeouts', put(form.timeouts, timeouts)) } };
}

/** What a destination is called; empty while neither it nor its model has a name. */
export const nameOf = (form: DestinationForm) => form.own.texts['name'] || (form.model.texts['model'] ?? '').trim().slice(0, 128);

export function destinationFormOf(document: Json): DestinationForm {
  const { external_model_config, ...others } = document;
  const { timeouts: waiting, ...reached } = isObject(external_model_config) ? external_model_config : {};
  return { key: newKey(), own: taken(others, destination), model: taken(reached, model), timeouts: taken(waiting, timeouts), way: undefined, replacesSecret: false };
}

/** A destination that somebody is about to fill in. */
export const newDestination = (traffic: string | undefined): DestinationForm => ({
  ...destinationFormOf({ external_model_config: { provider: 'openai' } }),
  own: traffic === undefined ? emptyDraft : withText(emptyDraft, 'traffic_percentage', traffic),
});

export const newLimit = (): LimitForm => ({ key: newKey(), ...taken({ key: 'ENDPOINT', renewal_period: 'MINUTE' }, limit) });

/** An endpoint that somebody is about to make. */
export const newForm = (): EndpointForm => ({ ...formOf({}), destinations: [newDestination('100')] });

const listOf = (value: unknown): Json[] => (Array.isArray(value) ? value.map((one) => (isObject(one) ? one : {})) : []);

// An empty list or object says no more than its absence.
const stated = (name: string, value: object) => (Object.keys(value).length === 0 ? {} : { [name]: value });
