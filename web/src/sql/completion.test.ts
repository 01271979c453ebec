import { describe, expect, test } from 'vitest';
import type { Table } from '../api/tables';
import type { Names } from './columns';
import { completionsAt, placeAt } from './completion';
import { functions } from './dialect';
import { relationsOf } from './relations';
import { signatures } from './signatures';

const usage: Table = { catalog: 'system', schema: 'ai_gateway', name: 'usage' };
const spend: Table = { catalog: 'system', schema: 'ai_gateway', name: 'spend' };
const odd: Table = { catalog: 'main', schema: 'default', name: 'my-payload' };

const names: Names = {
  tables: () => Promise.resolve([usage, spend, odd]),
  columns: (table) =>
    table === usage ? Promise.resolve([{ name: 'request_id', type: 'STRING', comment: 'The request.' }, { name: 'input_tokens', type: 'BIGINT', comment: '' }])
    : table === spend ? Promise.resolve([{ name: 'request_id', type: 'STRING', comment: '' }, { name: 'list_cost', type: 'DECIMAL(38,18)', comment: '' }])
    : Promise.reject(new Error('refused')),
};

/** The labels offered where the bar stands. */
async function offered(marked: string): Promise<string[] | undefined> {
  const place = placeAt(marked.replace('|', ''), marked.indexOf('|'));
  return place && (await completionsAt(place, names)).options.map((option) => option.label);
}

describe('tables', () => {
  test.each(['SELECT * FROM |', 'SELECT * FROM sys|', 'SELECT 1 FROM system.ai_gateway.|', 'SELECT 1 FROM system.ai_gateway.usage u JOIN |', 'SELECT 1 FROM system.ai_gateway.usage u, s|', 'SELECT 1; SELECT 2 FROM |', 'DESCRIBE s|', 'SELECT 1 FROM -- which\n|', 'SELECT (SELECT 1 FROM |)'])(
    'are offered in %s',
    async (text) => expect(await offered(text)).toEqual(['system.ai_gateway.usage', 'system.ai_gateway.spend', 'main.default.`my-payload`']),
  );
  test('include the queries of WITH', async () => expect(await offered('WITH daily AS (SELECT 1), b AS (SELECT 2) SELECT * FROM d|')).toEqual(expect.arrayContaining(['daily', 'b'])));
  test('replace the whole dotted name', () => expect(placeAt('SELECT * FROM system.ai', 23)).toMatchObject({ pathFrom: 14, partFrom: 21 }));
});

describe('bare columns', () => {
  test.each([
    'SELECT | FROM system.ai_gateway.usage',
    'SELECT inp| FROM ai_gateway.usage',
    'SELECT request_id, in| FROM usage',
    'SELECT * FROM `system`.`ai_gateway`.`usage` WHERE |',
    'SELECT * FROM SYSTEM.AI_GATEWAY.USAGE GROUP BY r|',
    'SELECT (SELECT max(|) FROM usage)',
    'SELECT 1; SELECT | FROM usage; SELECT 2',
  ])('in %s', async (text) => {
    const labels = await offered(text);
    expect(labels).toEqual(expect.arrayContaining(['input_tokens', 'SELECT', 'percentile_approx']));
    expect(labels).not.toContain('list_cost');
  });
  test('of two tables, each name once', async () => {
    const labels = await offered('SELECT | FROM usage u JOIN spend AS s ON u.request_id = s.request_id');
    expect(labels).toEqual(expect.arrayContaining(['input_tokens', 'list_cost', 'u', 's']));
    expect(labels?.filter((label) => label === 'request_id')).toHaveLength(1);
  });
  test('of a neighbouring statement are not offered', async () => expect(await offered('SELECT | ; SELECT 1 FROM usage')).not.toContain('input_tokens'));
  test('a table that cannot be described stops nothing', async () => expect(await offered('SELECT | FROM main.default.`my-payload`')).toContain('SELECT'));
});

describe('qualified columns', () => {
  test.each(['SELECT s.| FROM usage u JOIN spend s', 'SELECT S.li| FROM usage u, spend AS s', 'SELECT spend.| FROM usage, spend', 'SELECT ai_gateway.spend.| FROM usage, system.ai_gateway.spend', 'SELECT `s`.| FROM spend s'])(
    '%s',
    async (text) => expect(await offered(text)).toEqual(['request_id', 'list_cost']),
  );
  test('an unknown name has none', async () => expect(await offered('SELECT x.| FROM usage u')).toEqual([]));
});

test.each(["SELECT 'FROM |'", "SELECT 'FROM |", 'SELECT 1 -- FROM |', 'SELECT /* FROM | */ 1', 'SELECT 12|', 'SELECT :na|'])('nothing is offered in %s', async (text) => expect(await offered(text)).toBeUndefined());

test('relations', () => {
  expect(relationsOf('SELECT * FROM a.b c LEFT JOIN d ON x = y WHERE z IN (SELECT 1 FROM e AS f, `g h`)').relations).toMatchObject([
    { parts: ['a', 'b'], alias: 'c' },
    { parts: ['d'] },
    { parts: ['e'], alias: 'f' },
    { parts: ['g h'] },
  ]);
});

describe('members of structures', () => {
  const nested: Names = {
    tables: () => Promise.resolve([usage]),
    columns: () => Promise.resolve([
      { name: 'token_details', type: 'struct<cached:bigint,`of reasoning`:bigint>', comment: '' },
      { name: 'routing', type: 'struct<attempts:array<struct<status_code:int,place:struct<region:string>>>,tags:map<string,string>>', comment: '' },
      { name: 'tags', type: 'map<string,string>', comment: '' },
    ]),
  };
  const members = async (marked: string) => {
    const place = placeAt(marked.replace('|', ''), marked.indexOf('|'));
    return place && (await completionsAt(place, nested)).options.map((option) => option.label);
  };
  test.each([
    ['SELECT token_details.| FROM usage', ['cached', '`of reasoning`']],
    ['SELECT u.token_details.ca| FROM usage u', ['cached', '`of reasoning`']],
    ['SELECT ai_gateway.usage.Token_Details.| FROM system.ai_gateway.usage', ['cached', '`of reasoning`']],
    ['SELECT routing.| FROM usage', ['attempts', 'tags']],
    ['SELECT routing.attempts[0].| FROM usage', ['status_code', 'place']],
    ['SELECT u.routing.attempts[size(routing.attempts) - 1].place.| FROM usage u', ['region']],
    ['SELECT routing.attempts.| FROM usage', []],
    ['SELECT tags.| FROM usage', []],
    ['SELECT r.details.| FROM (SELECT token_details AS details FROM usage) r', ['cached', '`of reasoning`']],
    ['WITH a AS (SELECT * FROM usage) SELECT a.routing.attempts[0].| FROM a', ['status_code', 'place']],
  ])('%s', async (marked, labels) => expect(await members(marked)).toEqual(labels));
});

describe('columns of queries', () => {
  test.each([
    ['WITH daily AS (SELECT request_id, count(*) AS calls FROM usage GROUP BY 1) SELECT daily.| FROM daily', ['request_id', 'calls']],
    ['WITH daily AS (SELECT request_id, count(*) AS calls FROM usage) SELECT d.| FROM daily AS d', ['request_id', 'calls']],
    ['WITH a AS (SELECT * FROM usage), b AS (SELECT a.*, 1 AS one FROM a) SELECT b.| FROM b', ['request_id', 'input_tokens', 'one']],
    ['WITH a (x, y) AS (SELECT request_id, input_tokens FROM usage) SELECT a.| FROM a', ['x', 'y']],
    ['SELECT s.| FROM (SELECT u.input_tokens tokens FROM usage u) AS s JOIN spend p', ['tokens']],
    ['SELECT p.| FROM (SELECT u.input_tokens tokens FROM usage u) AS s JOIN spend p', ['request_id', 'list_cost']],
    ['WITH a AS (SELECT * FROM a) SELECT a.| FROM a', []],
  ])('%s', async (marked, labels) => expect(await offered(marked)).toEqual(labels));
  test('are offered bare, and those of the tables inside are not', async () => {
    const labels = await offered('WITH daily AS (SELECT request_id AS id FROM usage) SELECT | FROM daily');
    expect(labels).toContain('id');
    expect(labels).not.toContain('input_tokens');
    expect(await offered('WITH daily AS (SELECT | FROM usage) SELECT id FROM daily')).toContain('input_tokens');
  });
  test('have the types of what they are of', async () => {
    const text = 'SELECT s. FROM (SELECT input_tokens AS n, max(input_tokens) AS most FROM usage) s';
    expect((await completionsAt(placeAt(text, 9)!, names)).options).toMatchObject([{ label: 'n', detail: 'BIGINT' }, { label: 'most' }]);
  });
});

test('functions say how they are called', async () => {
  const { options } = await completionsAt(placeAt('SELECT ', 7)!, names);
  expect(options.find(({ label }) => label === 'date_trunc')).toMatchObject({ detail: "('unit', time)", apply: 'date_trunc(' });
  expect(options.find(({ label }) => label === 'date_trunc')!.info).toContain('cut to a year');
});
test('signatures are of functions that are offered', () => expect(Object.keys(signatures).filter((name) => !functions.includes(name))).toEqual([]));
