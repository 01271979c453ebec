import { ask } from './client';

/** A personal access token, without its secret: /api/2.0/token. Times are milliseconds since 1970; one that does not expire has -1. */
export interface AccessToken {
  token_id: string;
  comment: string | null;
  creation_time: number;
  expiry_time: number;
  last_used_time?: number;
  scopes?: string[];
  owner_id: number;
  created_by_id: number;
  created_by_username?: string;
  workspace_id: number;
}

/** What a new token shall be. Left out: a token that does not expire, that may do all that its owner may. */
export interface NewAccessToken {
  comment?: string;
  lifetime_seconds?: number;
  scopes?: string[];
}

/** A token that was just made; the one time that its value is told. */
export interface MadeAccessToken {
  token_value: string;
  token_info: AccessToken;
}

export const listOwnTokens = async (signal?: AbortSignal) => (await ask<{ token_infos: AccessToken[] }>('GET', '/api/2.0/token/list', undefined, signal)).token_infos;

export const createToken = (token: NewAccessToken) => ask<MadeAccessToken>('POST', '/api/2.0/token/create', token);

export const revokeOwnToken = (id: string) => ask<unknown>('POST', '/api/2.0/token/delete', { token_id: id });

/** The tokens of everybody: of the workspace to its admins, of the account to the account's. */
export const listAllTokens = async (signal?: AbortSignal) => (await ask<{ token_infos: AccessToken[] }>('GET', '/api/2.0/token-management/tokens', undefined, signal)).token_infos;

export const revokeToken = (id: string) => ask<unknown>('DELETE', `/api/2.0/token-management/tokens/${id}`);

/** Makes a token of a service principal. */
export const createTokenFor = (applicationId: string, token: NewAccessToken) =>
  ask<MadeAccessToken>('POST', '/api/2.0/token-management/on-behalf-of/tokens', { application_id: applicationId, ...token });
