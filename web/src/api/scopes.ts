import { send } from './client';

/** The scopes that a token may be limited to, from the server's metadata (RFC 8414), which are no part of the API's document. */
export async function listScopes(signal?: AbortSignal): Promise<string[]> {
  const response = await send(new Request('/oidc/.well-known/oauth-authorization-server', { signal: signal ?? null }));
  return ((await response.json()) as { scopes_supported: string[] }).scopes_supported;
}
