import { answerOf, api, type Schemas } from './client';

/** A personal access token, without its secret. Times are milliseconds since 1970; one that does not expire has -1. */
export type AccessToken = Omit<Schemas['TokenInfo'], 'token_id'> & { token_id: string };

/** What a new token shall be. Left out: a token that does not expire, that may do all that its owner may. */
export type NewAccessToken = Pick<Schemas['CreateToken'], 'comment' | 'lifetime_seconds' | 'scopes'>;

/** A token that was just made; the one time that its value is told. */
export type MadeAccessToken = Schemas['CreatedTokenAnswer'];

export const listOwnTokens = async (signal?: AbortSignal) => (await answerOf(api.GET('/api/2.0/token/list', { signal: signal ?? null }))).token_infos as AccessToken[];

export const createToken = (token: NewAccessToken) => answerOf(api.POST('/api/2.0/token/create', { body: token }));

export const revokeOwnToken = (id: string) => answerOf(api.POST('/api/2.0/token/delete', { body: { token_id: id } }));

/** The tokens of everybody: of the workspace to its admins, of the account to the account's. */
export const listAllTokens = async (signal?: AbortSignal) => (await answerOf(api.GET('/api/2.0/token-management/tokens', { signal: signal ?? null }))).token_infos as AccessToken[];

export const revokeToken = (id: string) => answerOf(api.DELETE('/api/2.0/token-management/tokens/{id}', { params: { path: { id } } }));

/** Makes a token of a service principal. */
export const createTokenFor = (applicationId: string, token: NewAccessToken) =>
  answerOf(api.POST('/api/2.0/token-management/on-behalf-of/tokens', { body: { application_id: applicationId, ...token } }));
