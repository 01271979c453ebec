import { describe, expect, test } from 'vitest';
import type { Table } from '../api/tables';
import { completionsAt, placeAt, type Names } from './completion';
import { relationsOf } from './relations';

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
  expect(relationsOf('SELECT * FROM a.b c LEFT JOIN d ON x = y WHERE z IN (SELECT 1 FROM e AS f, `g h`)').relations).toEqual([
    { parts: ['a', 'b'], alias: 'c' },
    { parts: ['d'] },
    { parts: ['e'], alias: 'f' },
    { parts: ['g h'] },
  ]);
});
