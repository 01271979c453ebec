import { ask } from './client';

/** A browser that is signed in: /api/2.0/weir/sessions. Times are milliseconds since 1970. */
export interface BrowserSession {
  session_id: string;
  is_current: boolean;
  sign_in_method: 'oidc' | 'password' | 'link';
  user_agent: string | null;
  ip_address: string | null;
  creation_time: number;
  last_used_time: number;
  expiry_time: number;
}

/** The sessions of a user; one's own when nobody is named. */
export const listSessions = async (userName?: string, signal?: AbortSignal) =>
  (await ask<{ sessions: BrowserSession[] }>('GET', '/api/2.0/weir/sessions' + (userName === undefined ? '' : `?user_name=${encodeURIComponent(userName)}`), undefined, signal)).sessions;

export const endSession = (id: string) => ask<unknown>('DELETE', `/api/2.0/weir/sessions/${id}`);

/** Ends all sessions of a user; tokens stay. */
export const endAllSessions = (userName: string) => ask<{ ended: number }>('POST', '/api/2.0/weir/sessions/revoke-all', { user_name: userName });

/** A link that signs a user in, once. */
export interface SignInLink {
  url: string;
  user_name: string;
  expiry_time: number;
}

export const createSignInLink = (userName: string) => ask<SignInLink>('POST', '/api/2.0/weir/sign-in-links', { user_name: userName });

/** Sets one's own password. The current one is asked for in a session that was begun with it. */
export const changePassword = (password: string, current?: string) =>
  ask<unknown>('PUT', '/api/2.0/weir/me/password', { password, ...(current === undefined ? {} : { current_password: current }) });

export const removePassword = (userName: string) => ask<unknown>('DELETE', `/api/2.0/weir/users/${encodeURIComponent(userName)}/password`);

/** An OAuth secret of a service principal, /api/2.0/accounts/servicePrincipals/{id}/credentials/secrets; the secret itself is there when it is made, and never again. */
export interface ClientSecret {
  id: string;
  secret?: string;
  create_time: string;
  expire_time: string;
}

const secrets = (principal: string) => `/api/2.0/accounts/servicePrincipals/${principal}/credentials/secrets`;

export const listSecrets = async (principal: string, signal?: AbortSignal) => (await ask<{ secrets: ClientSecret[] }>('GET', secrets(principal), undefined, signal)).secrets;

export const createSecret = (principal: string, days: number) => ask<Required<ClientSecret>>('POST', secrets(principal), { lifetime: `${days * 86_400}s` });

export const deleteSecret = (principal: string, id: string) => ask<unknown>('DELETE', `${secrets(principal)}/${id}`);
