/** The pages of the navigation, in its order. */
export const pages = [
  { path: '/ai-gateway', name: 'AI Gateway' },
  { path: '/sql', name: 'SQL Editor' },
  { path: '/catalog', name: 'Catalog' },
<<<<<<< HEAD
  { path: '/budgets', name: 'Budgets' },
=======
>>>>>>> ui-sql
] as const;
