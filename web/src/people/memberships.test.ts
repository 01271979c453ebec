import { expect, test } from 'vitest';
import { membershipOf } from './memberships';

const assignments = [
  { permissions: ['USER' as const], principal: { principal_id: 1, display_name: 'Ada', user_name: 'ada@example.com' } },
  { permissions: ['ADMIN' as const], principal: { principal_id: 2, display_name: 'ops', group_name: 'ops' } },
];

test('an assignment of one’s own and one through a group are told apart', () => {
  expect(membershipOf('1', [{ value: '2', display: 'ops' }, { value: '3', display: 'sales' }], assignments)).toEqual({ own: 'USER', through: [{ group: 'ops', role: 'ADMIN' }] });
});

test('who is assigned nowhere is a member of nothing', () => {
  expect(membershipOf('9', [], assignments)).toEqual({ own: undefined, through: [] });
});
