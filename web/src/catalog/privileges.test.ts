import { expect, test } from 'vitest';
import { grantableOn, meanings, missingToRead, neededToRead } from './privileges';

const table = { type: 'table', fullName: 'system.ai_gateway.usage' } as const;

test('each kind has its privileges, and each a meaning', () => {
  expect(grantableOn('catalog')).toEqual(['USE_CATALOG', 'USE_SCHEMA', 'SELECT', 'MANAGE', 'ALL_PRIVILEGES']);
  expect(grantableOn('table')).toEqual(['SELECT', 'MANAGE', 'ALL_PRIVILEGES']);
  expect(grantableOn('catalog').every((privilege) => meanings[privilege])).toBe(true);
});

test('reading a table takes its catalog and schema, the outermost first', () => {
  expect(neededToRead(table)).toEqual([
    { on: { type: 'catalog', fullName: 'system' }, privileges: ['USE_CATALOG'] },
    { on: { type: 'schema', fullName: 'system.ai_gateway' }, privileges: ['USE_SCHEMA'] },
    { on: table, privileges: ['SELECT'] },
  ]);
  expect(neededToRead({ type: 'catalog', fullName: 'main' })).toEqual([{ on: { type: 'catalog', fullName: 'main' }, privileges: ['USE_CATALOG', 'USE_SCHEMA', 'SELECT'] }]);
});

test('what is missing is named, and what comes from above is not', () => {
  expect(missingToRead(table, [])).toEqual(['USE CATALOG on catalog system', 'USE SCHEMA on schema system.ai_gateway', 'SELECT on table system.ai_gateway.usage']);
  expect(missingToRead(table, [{ privilege: 'SELECT', onName: 'system' }, { privilege: 'USE_SCHEMA', onName: 'system' }])).toEqual(['USE CATALOG on catalog system']);
  expect(missingToRead(table, [{ privilege: 'ALL_PRIVILEGES', onName: 'system' }])).toEqual([]);
  // A name that only begins alike is another.
  expect(missingToRead(table, [{ privilege: 'ALL_PRIVILEGES', onName: 'sys' }])).toHaveLength(3);
  // One on the schema gives nothing on its catalog.
  expect(missingToRead(table, [{ privilege: 'ALL_PRIVILEGES', onName: 'system.ai_gateway' }])).toEqual(['USE CATALOG on catalog system']);
});
