import { expect, test } from 'vitest';
import { containersIn, filtered, pathTo, treeOf } from './tree';

const container = (full_name: string) => ({ full_name, name: full_name.split('.').at(-1)!, comment: '' });
const tree = treeOf(
  [container('main'), container('system')],
  [container('system.access'), container('system.ai_gateway')],
  [
    { catalog: 'system', schema: 'ai_gateway', name: 'usage' },
    { catalog: 'system', schema: 'ai_gateway', name: 'spend' },
    { catalog: 'other', schema: 's', name: 'chat_payload' },
  ],
);

test('a tree has catalogs, schemas and tables, empty ones too', () => {
  expect(tree.map((node) => node.id)).toEqual(['main', 'system', 'other']);
  expect(tree[0]!.children).toEqual([]);
  expect(tree[1]!.children.map((node) => [node.id, node.children.map((table) => table.name)])).toEqual([
    ['system.access', []],
    ['system.ai_gateway', ['usage', 'spend']],
  ]);
  expect(tree[2]!.children[0]!.children[0]!.id).toBe('other.s.chat_payload');
});

test('a filter keeps what has the text, and what that is in', () => {
  expect(filtered(tree, ' USAGE ')).toEqual([{ id: 'system', name: 'system', children: [{ id: 'system.ai_gateway', name: 'ai_gateway', children: [{ id: 'system.ai_gateway.usage', name: 'usage', children: [] }] }] }]);
  expect(filtered(tree, 'ai_gateway')[0]!.children[0]!.children).toHaveLength(2);
  expect(filtered(tree, 'system.ai_gateway.sp')[0]!.children[0]!.children.map((node) => node.name)).toEqual(['spend']);
  expect(filtered(tree, 'nothing')).toEqual([]);
  expect(filtered(tree, '')).toBe(tree);
});

test('what can be opened is known, and the way to a table', () => {
  expect(containersIn(tree)).toEqual(['system', 'system.ai_gateway', 'other', 'other.s']);
  expect(pathTo('system.ai_gateway.usage')).toEqual(['system', 'system.ai_gateway', 'system.ai_gateway.usage']);
});
