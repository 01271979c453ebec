/** The pages of the navigation, in its order. */
export const pages = [
  { path: '/ai-gateway', name: 'AI Gateway' },
  { path: '/agents', name: 'Coding agents' },
  { path: '/sql', name: 'SQL Editor' },
  { path: '/catalog', name: 'Catalog' },
  { path: '/dashboards', name: 'Dashboards' },
  { path: '/warehouses', name: 'Warehouses' },
  { path: '/budgets', name: 'Budgets' },
  { path: '/settings', name: 'Settings' },
] as const;
