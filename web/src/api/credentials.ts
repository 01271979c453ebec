import { answerOf, api, type Schemas } from './client';

/** A browser that is signed in. Times are milliseconds since 1970. */
export type BrowserSession = Omit<Schemas['BrowserSessionAnswer'], 'sign_in_method'> & { sign_in_method: 'oidc' | 'password' | 'link' };

/** The sessions of a user; one's own when nobody is named. */
export const listSessions = async (userName?: string, signal?: AbortSignal) => {
  const query = userName === undefined ? {} : { user_name: userName };
  return (await answerOf(api.GET('/api/2.0/weir/sessions', { params: { query }, signal: signal ?? null }))).sessions as BrowserSession[];
};

export const endSession = (id: string) => answerOf(api.DELETE('/api/2.0/weir/sessions/{id}', { params: { path: { id } } }));

/** Ends all sessions of a user; tokens stay. */
export const endAllSessions = (userName: string) => answerOf(api.POST('/api/2.0/weir/sessions/revoke-all', { body: { user_name: userName } }));

/** Makes a link that signs a user in, once. */
export const createSignInLink = (userName: string) => answerOf(api.POST('/api/2.0/weir/sign-in-links', { body: { user_name: userName } }));

/** Sets one's own password. The current one is asked for in a session that was begun with it. */
export const changePassword = (password: string, current?: string) =>
  answerOf(api.PUT('/api/2.0/weir/me/password', { body: { password, ...(current === undefined ? {} : { current_password: current }) } }));

export const removePassword = (userName: string) => answerOf(api.DELETE('/api/2.0/weir/users/{user_name}/password', { params: { path: { user_name: userName } } }));

export const listSecrets = async (principal: string, signal?: AbortSignal) =>
  (await answerOf(api.GET('/api/2.0/accounts/servicePrincipals/{principal}/credentials/secrets', { params: { path: { principal } }, signal: signal ?? null }))).secrets;

/** Makes an OAuth secret of a service principal. The secret itself is told now, and never again. */
export const createSecret = async (principal: string, days: number) =>
  (await answerOf(
    api.POST('/api/2.0/accounts/servicePrincipals/{principal}/credentials/secrets', { params: { path: { principal } }, body: { lifetime: `${days * 86_400}s` } }),
  )) as Schemas['ClientSecretInfo'] & { secret: string };

export const deleteSecret = (principal: string, id: string) =>
  answerOf(api.DELETE('/api/2.0/accounts/servicePrincipals/{principal}/credentials/secrets/{id}', { params: { path: { principal, id } } }));
