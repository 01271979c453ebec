import type { Session } from '../api/session';

/** Whose a part of the settings is. What is not shown to somebody is refused by the server all the same. */
type Audience = 'everybody' | 'workspace admins' | 'account admins';

export interface Place {
  id: string;
  name: string;
  for: Audience;
}

/** The parts of the settings, in the order of their menu. */
export const sections: readonly { name: string; places: readonly Place[] }[] = [
  {
    name: 'Yours',
    places: [
      { id: 'tokens', name: 'Your tokens', for: 'everybody' },
      { id: 'sessions', name: 'Your sessions', for: 'everybody' },
      { id: 'password', name: 'Your password', for: 'everybody' },
    ],
  },
  {
    name: 'Access',
    places: [
      { id: 'people', name: 'People', for: 'account admins' },
      { id: 'groups', name: 'Groups', for: 'account admins' },
      { id: 'service-principals', name: 'Service principals', for: 'account admins' },
      { id: 'workspaces', name: 'Workspaces', for: 'account admins' },
      { id: 'members', name: 'Workspace members', for: 'workspace admins' },
      { id: 'all-tokens', name: "Everybody's tokens", for: 'workspace admins' },
    ],
  },
  {
    name: 'System',
    places: [
      { id: 'health', name: 'System health', for: 'account admins' },
      { id: 'prices', name: 'Price book', for: 'account admins' },
      { id: 'alerts', name: 'Alerts', for: 'account admins' },
      { id: 'previews', name: 'Previews', for: 'account admins' },
      { id: 'audit', name: 'Audit log', for: 'account admins' },
    ],
  },
];

type Rights = Pick<Session, 'is_account_admin' | 'role'>;

const isFor = (audience: Audience, { is_account_admin, role }: Rights) =>
  audience === 'everybody' || is_account_admin || (audience === 'workspace admins' && role === 'ADMIN');

/** The menu of somebody. */
export const sectionsFor = (rights: Rights) =>
  sections.map((section) => ({ ...section, places: section.places.filter((place) => isFor(place.for, rights)) })).filter((section) => section.places.length > 0);

/** Where somebody begins. */
export const firstFor = (rights: Rights) => (rights.is_account_admin ? 'health' : 'tokens');
