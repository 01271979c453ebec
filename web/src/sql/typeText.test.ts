import { expect, test } from 'vitest';
import { readType } from './typeText';

test.each([
  ['string', { text: 'string' }],
  ['decimal(38,18)', { text: 'decimal(38,18)' }],
  ['array<bigint>', { element: { text: 'bigint' } }],
  ['map<string,struct<a:int>>', { element: { members: [{ name: 'a', type: { text: 'int' }, text: 'int' }] } }],
  ['STRUCT<`odd name`:decimal(10,2),b:array<struct<c:string,d:map<string,string>>>>', {
    members: [
      { name: 'odd name', type: { text: 'decimal(10,2)' }, text: 'decimal(10,2)' },
      {
        name: 'b',
        text: 'array<struct<c:string,d:map<string,string>>>',
        type: { element: { members: [{ name: 'c', type: { text: 'string' }, text: 'string' }, { name: 'd', type: { element: { text: 'string' } }, text: 'map<string,string>' }] } },
      },
    ],
  }],
  ['', { text: '' }],
  ['struct<', { members: [{ name: '', type: { text: '' }, text: '' }] }],
])('%s', (text, type) => expect(readType(text)).toEqual(type));
