import createClient, { type FetchOptions, type FetchResponse, type ParseAs } from 'openapi-fetch';
import type { components, paths } from './schema';

/** The types of the API's document: what is answered, and what is sent. */
export type Schemas = components['schemas'];

/** The server refused a request, or could not be reached (status 0). Its message is for people. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

type PathWith<M extends Method> = { [Path in keyof paths]: paths[Path] extends Record<M, object> ? Path : never }[keyof paths];

type Asked<Path extends keyof paths, M extends Method, As extends ParseAs> = Omit<FetchOptions<paths[Path][M]>, 'parseAs'> & { parseAs?: As };

// openapi-fetch infers the type of what is asked from the call, so that members which the document does not have would compile.
type Calls<M extends Method> = <Path extends PathWith<M>, As extends ParseAs = 'json'>(
  path: Path,
  ...asked: object extends Asked<Path, M, As> ? [Asked<Path, M, As>?] : [Asked<Path, M, As>]
) => Promise<FetchResponse<NonNullable<paths[Path][M]>, { parseAs: As }, `${string}/${string}`>>;

type Api = { [M in Method as Uppercase<M>]: Calls<M> };

/**
 * The public REST API, as the signed-in user: a path, parameter or member that the API's document does not have does not compile. Take what it answers by
 * {@link answerOf}. Whoever is not signed in is led to the page that does it, and back.
 */
export const api = createClient<paths>({ fetch: send }) as Api;

/** The body of an answer; a refusal is thrown before, as an {@link ApiError}. */
export async function answerOf<Answer>(asked: Promise<{ data?: Answer }>): Promise<Answer> {
  return (await asked).data as Answer;
}

/** Leads to the page that signs in, and back here. */
export function signIn(): void {
  const here = location.pathname + location.search;
  location.assign('/sign-in?return_to=' + encodeURIComponent(here));
}

/** Sends a request that the API's document does not have; one that it has goes through {@link api}. A refusal is thrown, as an {@link ApiError}. */
export async function send(request: Request): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(request);
  } catch (error) {
    if (request.signal.aborted) {
      throw error;
    }
    throw new ApiError(0, 'UNREACHABLE', 'The server cannot be reached. Is it running, and is the network up?');
  }

  if (response.status === 401) {
    signIn();
  }
  if (!response.ok) {
    // SCIM (RFC 7644, section 3.12) says in other members what is wrong.
    const { error_code, message, scimType, detail } = (await bodyOf(response)) as { error_code?: string; message?: string; scimType?: string; detail?: string };
    throw new ApiError(response.status, error_code ?? scimType ?? 'UNKNOWN', message ?? detail ?? `The server answered ${response.status}.`);
  }
  return response;
}

async function bodyOf(response: Response): Promise<unknown> {
  const text = await response.text();
  return text.length > 0 && response.headers.get('Content-Type')?.includes('json') ? JSON.parse(text) : {};
}
