/** What a token with a scope may do. The server's metadata says which scopes there are; a new one stands there by its name alone. */
const meanings: Record<string, string> = {
  'all-apis': 'Everything that its owner may do',
  'model-serving': 'Call models, and see and change endpoints',
  'serving.serving-endpoints-query': 'Call models, and nothing else',
  sql: 'Run SQL statements, use warehouses, and see its own usage',
  'unity-catalog': 'See catalogs and tables, and grant what may be granted',
  'access-management': 'Say who may use endpoints and warehouses, and who is a member of a workspace',
  scim: 'See people, groups and service principals; change them as an account admin',
  authentication: 'Make and revoke tokens, and see and end sessions',
  provisioning: 'Make, rename and delete workspaces',
  settings: 'Budgets, prices, alerts and previews',
  dashboards: 'Dashboards',
};

export const meaningOf = (scope: string) => meanings[scope] ?? '';

/** The scope that is none: whoever has it may do everything. */
export const allScopes = 'all-apis';

/** The scopes in the order in which people look for them; those that are not known here come last. */
export const inOrder = (scopes: readonly string[]) => {
  const order = Object.keys(meanings);
  const place = (scope: string) => (order.includes(scope) ? order.indexOf(scope) : order.length);
  return [...scopes].sort((a, b) => place(a) - place(b));
};
