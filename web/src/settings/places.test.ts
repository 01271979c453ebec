import { expect, test } from 'vitest';
import { firstFor, sectionsFor } from './places';

const idsFor = (rights: Parameters<typeof sectionsFor>[0]) => sectionsFor(rights).flatMap((section) => section.places.map((place) => place.id));

test('who administers nothing sees what is theirs', () => {
  expect(idsFor({ is_account_admin: false, role: 'USER' })).toEqual(['tokens', 'sessions', 'password']);
});

test('a workspace admin also sees the workspace’s members and tokens', () => {
  expect(idsFor({ is_account_admin: false, role: 'ADMIN' })).toEqual(['tokens', 'sessions', 'password', 'members', 'all-tokens']);
});

test('an account admin sees everything', () => {
  expect(idsFor({ is_account_admin: true, role: 'ADMIN' })).toContain('audit');
});

test('everybody begins at something of their menu', () => {
  for (const rights of [{ is_account_admin: true, role: 'ADMIN' }, { is_account_admin: false, role: 'USER' }]) {
    expect(idsFor(rights)).toContain(firstFor(rights));
  }
});
