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

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Asks the public REST API, as the signed-in user. Whoever is not signed in is led to the page that does it, and back. */
export async function ask<Answer>(method: Method, path: string, body?: unknown, signal?: AbortSignal): Promise<Answer> {
  return (await jsonOf(await send(method, path, body, signal))) as Answer;
}

/** Asks for a file. */
export const askFile = async (path: string, signal?: AbortSignal): Promise<Blob> => (await send('GET', path, undefined, signal)).blob();

async function send(method: Method, path: string, body?: unknown, signal?: AbortSignal): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      headers: body === undefined ? {} : { 'Content-Type': 'application/json' },
      body: body === undefined ? null : JSON.stringify(body),
      signal: signal ?? null,
    });
  } catch (error) {
    if (signal?.aborted) {
      throw error;
    }
    throw new ApiError(0, 'UNREACHABLE', 'The server cannot be reached. Is it running, and is the network up?');
  }

  if (response.status === 401) {
    signIn();
  }
  if (!response.ok) {
    // SCIM (RFC 7644, section 3.12) says in other members what is wrong.
    const { error_code, message, scimType, detail } = (await jsonOf(response)) as { error_code?: string; message?: string; scimType?: string; detail?: string };
    throw new ApiError(response.status, error_code ?? scimType ?? 'UNKNOWN', message ?? detail ?? `The server answered ${response.status}.`);
  }
  return response;
}

async function jsonOf(response: Response): Promise<unknown> {
  const text = await response.text();
  return text.length > 0 && response.headers.get('Content-Type')?.includes('json') ? JSON.parse(text) : {};
}

/** Leads to the page that signs in, and back here. */
export function signIn(): void {
  const here = location.pathname + location.search;
  location.assign('/sign-in?return_to=' + encodeURIComponent(here));
}
