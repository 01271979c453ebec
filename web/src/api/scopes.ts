import { ask } from './client';

/** The scopes that a token may be limited to, from the server's metadata (RFC 8414). */
export const listScopes = async (signal?: AbortSignal) =>
  (await ask<{ scopes_supported: string[] }>('GET', '/oidc/.well-known/oauth-authorization-server', undefined, signal)).scopes_supported;
