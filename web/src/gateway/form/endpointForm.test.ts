import { describe, expect, it } from 'vitest';
import { moved, put, taken, type Json } from './draft';
import { destinationFormOf, documentOf, formOf, newForm, destinationOf } from './endpointForm';
import { faultOfName, pathsIn, saidOf } from './fieldPaths';
import { providers } from './providers';
import { storedSecretOf, wayOf, withProvider, withWay } from './secrets';
import { evenShares, isWhole, sumOf } from './traffic';

const destination = { name: 'a', type: 'DESTINATION_TYPE_CUSTOM_MODEL', traffic_percentage: 100, external_model_config: { provider: 'openai', model: 'm' } };
const config = { destinations: [destination] };

const documents: Record<string, Json> = {
  'the least': { name: 'x', config },
  'without a name': { config },
  'with everything that docs/endpoints.md has': {
    name: 'chat', owner: 'a@example.com', tags: { team: 'engineering', empty: '' },
    config: {
      destinations: [
        { name: 'main', traffic_percentage: 90, external_model_config: { provider: 'openai', model: 'gpt-5-mini', api_key: 'k', on_client_disconnect: 'cancel', timeouts: { connect_seconds: 15, first_token_seconds: 600, idle_seconds: 300, total_seconds: 1800 } } },
        { name: 'trial', traffic_percentage: 10, external_model_config: { provider: 'anthropic', model: 'claude-sonnet-5', base_url: 'https://x' } },
      ],
      fallbacks: [{ name: 'spare', external_model_config: { provider: 'bedrock', model: 'us.anthropic.claude', region: 'us-east-1', aws_access_key_id: 'a', aws_secret_access_key: 'b', aws_session_token: 'c' } }],
      retries: { max_retries: 2, initial_backoff_seconds: 0.5, max_backoff_seconds: 8 },
      circuit_breaker: { failures: 0, open_seconds: 30 },
      rate_limits: [{ key: 'USER_DEFAULT', renewal_period: 'MINUTE', requests: 60, tokens: 100000 }, { key: 'REQUEST_TAG', renewal_period: 'HOUR', request_tag_key: 't', request_tag_value: 'v', requests: 0 }, { key: 'RATE_LIMIT_KEY_USER', renewal_period: 'RATE_LIMIT_RENEWAL_PERIOD_MINUTE', principal: 'u', tokens: 1 }],
      estimate_usage: false, report_cost: true,
      inference_table: { catalog_name: 'main', schema_name: 'default', table_name_prefix: 'chat', sampling_fraction: 0.25, retention_days: 30 },
    },
  },
  'of clouds': {
    name: 'clouds', config: {
      destinations: [
        { name: 'azure', traffic_percentage: 50.5, external_model_config: { provider: 'azure-openai', model: 'd', base_url: 'https://a', api_version: '2024-10-21', tenant_id: 't', client_id: 'c', client_secret: 's' } },
        { name: 'entra', traffic_percentage: 0, external_model_config: { provider: 'azure-openai', model: 'd', base_url: 'https://a', auth: 'entra' } },
        { name: 'vertex', traffic_percentage: 49.5, external_model_config: { provider: 'vertex', model: 'g', project: 'p', location: 'us', service_account_json: '{"type":"service_account",\n"x":"\\n"}' } },
      ],
    },
  },
  'with members of a later version everywhere': {
    name: 'later', own_new: { deep: [1, { a: null }] }, tags: { a: 'b', odd: 5 },
    config: {
      destinations: [{ ...destination, new_here: [1], external_model_config: { provider: 'new-provider', model: 'm', headers: { a: 'b' }, timeouts: { connect_seconds: 1, more_seconds: 2 } } }],
      fallbacks: [{ name: 'f', external_model_config: { provider: 'openai', model: 'm' }, weight: 3 }],
      rate_limits: [{ key: 'NEW', renewal_period: 'DAY', dollars: 5 }], retries: { jitter: true }, circuit_breaker: { window: 1 },
      inference_table: { catalog_name: 'm', format: 'x' }, guardrails: { on: true },
    },
  },
  'with values of other types than fields have': {
    name: 5, config: { destinations: [{ name: ['a'], traffic_percentage: '70', external_model_config: { provider: null, model: true, base_url: '', timeouts: { idle_seconds: 'soon' } } }], rate_limits: [{ key: 'USER', requests: '10', tokens: null }] },
  },
};

describe('a document and its form', () => {
  it.each(Object.entries(documents))('%s comes back whole', (_, document) => {
    expect(documentOf(formOf(document))).toEqual(document);
    expect(documentOf(formOf(documentOf(formOf(document))))).toEqual(document);
  });

  it('says an empty list by its absence', () => {
    expect(documentOf(formOf({ name: 'x', tags: {}, config: { ...config, fallbacks: [], rate_limits: [], retries: {} } }))).toEqual({ name: 'x', config });
  });

  it('loses nothing of hundreds of random documents', () => {
    let seed = 7;
    const draw = (most: number) => (seed = (seed * 1103515245 + 12345) % 2147483648) % most;
    const leaf = () => [1, 0.5, 'text', '', true, false, null, [1, 'a'], { a: { b: 1 } }][draw(9)];
    const objectOf = (names: string[]): Json => Object.fromEntries(names.filter(() => draw(2) === 0).map((name) => [name, leaf()]));
    const reached = () => ({ ...objectOf(['provider', 'base_url', 'api_key', 'region', 'client_id', 'on_client_disconnect', 'unknown']), timeouts: { idle_seconds: leaf(), other: leaf() } });
    const one = () => ({ name: 'n' + draw(9), ...objectOf(['type', 'traffic_percentage', 'unknown']), external_model_config: reached() });
    for (let i = 0; i < 300; i++) {
      const document = {
        ...objectOf(['name', 'owner', 'unknown']), tags: { a: leaf(), b: 'c' },
        config: {
          ...objectOf(['unknown', 'another']), destinations: Array.from({ length: 1 + draw(3) }, one), fallbacks: [one()],
          rate_limits: [{ key: 'USER', ...objectOf(['renewal_period', 'principal', 'requests', 'tokens', 'unknown']) }],
          inference_table: objectOf(['catalog_name', 'sampling_fraction', 'unknown']), retries: { max_retries: 1, ...objectOf(['unknown']) }, estimate_usage: draw(2) === 0,
        },
      };
      expect(documentOf(formOf(document))).toEqual(document);
    }
  });

  it('names a destination by its model where it has no name', () => {
    expect(destinationOf(destinationFormOf({ external_model_config: { provider: 'openai', model: 'gpt-5-mini' } }))['name']).toBe('gpt-5-mini');
    expect(documentOf(newForm())).toEqual({ config: { destinations: [{ traffic_percentage: 100, external_model_config: { provider: 'openai' } }] } });
  });

  it('sends what is no number as it was typed', () => {
    expect(put({ texts: { n: 'ten', m: ' 4 ', empty: ' ' }, rest: {} }, { n: 'number', m: 'number', empty: 'number' })).toEqual({ n: 'ten', m: 4 });
    expect(taken({ constructor: 'x' }, {})).toEqual({ texts: {}, rest: { constructor: 'x' } });
  });
});

describe('credentials', () => {
  const azure = providers.find((one) => one.name === 'azure-openai')!;
  const form = (model: Json) => destinationFormOf({ name: 'a', external_model_config: model });

  it('are told by their members', () => {
    expect(wayOf(form({ provider: 'azure-openai' }), azure).id).toBe('key');
    expect(wayOf(form({ tenant_id: 't', client_id: 'c' }), azure).id).toBe('application');
    expect(wayOf(form({ auth: 'entra', client_id: 'c' }), azure).id).toBe('entra');
  });

  it('leave nothing of one way to another, and of one provider to another', () => {
    const changed = withWay(form({ provider: 'azure-openai', base_url: 'u', api_key: 'k', tenant_id: 't', client_id: 'c', client_secret: 's' }), azure, 'entra');
    expect(changed.model.texts).toEqual({ provider: 'azure-openai', base_url: 'u', client_id: 'c', auth: 'entra' });
    expect(withWay(changed, azure, 'key').model.texts).toEqual({ provider: 'azure-openai', base_url: 'u' });
    expect(withProvider(changed, 'openai').model.texts).toEqual({ provider: 'openai' });
  });

  it('are kept for the same name at the same place alone', () => {
    const stored = [{ name: 'a', external_model_config: { provider: 'openai', model: 'm', base_url: 'u' } }];
    expect(storedSecretOf(form({ provider: 'openai', base_url: 'u', model: 'other' }), stored)).toBe('kept');
    expect(storedSecretOf(form({ provider: 'openai', base_url: 'v' }), stored)).toBe('elsewhere');
    expect(storedSecretOf(form({ provider: 'openai' }), stored)).toBe('elsewhere');
    expect(storedSecretOf(destinationFormOf({ name: 'b', external_model_config: { provider: 'openai', base_url: 'u' } }), stored)).toBe('none');
  });
});

it('shares sum to 100 however many there are', () => {
  for (let count = 1; count <= 10; count++) {
    expect(sumOf(evenShares(count))).toBe(100);
  }
  expect(evenShares(3)).toEqual(['33.34', '33.33', '33.33']);
  expect(isWhole(sumOf(['70', ' 30 ', '']))).toBe(true);
  expect(isWhole(sumOf(['70', 'x']))).toBe(false);
});

it('finds the field that a message of the API names', () => {
  const message = "'config.destinations[1].external_model_config.api_key' must be 1 to 8192 characters.";
  expect(pathsIn(message)).toEqual(['config.destinations[1].external_model_config.api_key']);
  expect(saidOf(message, 'config.destinations[1].external_model_config.api_key')).toBe(message);
  expect(saidOf(message, 'config.destinations[0].external_model_config.api_key')).toBeUndefined();
  expect(pathsIn("The credentials of the destination 'main' failed.")).toEqual([]);
  expect(faultOfName('a.b_c-1')).toBeUndefined();
  expect(['', 'A', '-a', 'a b', 'a'.repeat(64)].map(faultOfName).every((fault) => fault !== undefined)).toBe(true);
});

it('moves an element and keeps the others in order', () => {
  expect(moved(['a', 'b', 'c'], 2, 0)).toEqual(['c', 'a', 'b']);
  expect(moved(['a', 'b', 'c'], 0, 1)).toEqual(['b', 'a', 'c']);
});
