import { ApiError, signIn } from '../api/client';

/** What a streaming answer says, as it comes. */
export interface ChatEvents {
  /** The answer has begun; its row will have this id. */
  onBegin: (requestId: string | undefined) => void;
  onText: (text: string) => void;
}

/** Asks an endpoint through the data plane, as the signed-in user: the call is metered and limited as any other. */
export async function streamChat(endpoint: string, prompt: string, events: ChatEvents, signal: AbortSignal): Promise<void> {
  const response = await fetch('/openai/v1/chat/completions', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ model: endpoint, stream: true, messages: [{ role: 'user', content: prompt }] }),
    signal,
  });
  if (response.status === 401) {
    signIn();
  }
  events.onBegin(response.headers.get('x-request-id') ?? undefined);
  if (!response.ok || response.body === null) {
    throw new ApiError(response.status, 'REFUSED', refusalOf(await response.text()) ?? `The server answered ${response.status}.`);
  }
  for await (const data of dataOf(response.body)) {
    if (data === '[DONE]') {
      return;
    }
    const chunk = JSON.parse(data) as { error?: { message?: string }; choices?: { delta?: { content?: string | null } }[] };
    if (chunk.error) {
      throw new ApiError(502, 'BROKEN_OFF', chunk.error.message ?? 'The answer was broken off.');
    }
    const text = chunk.choices?.[0]?.delta?.content;
    if (text) {
      events.onText(text);
    }
  }
}

function refusalOf(body: string): string | undefined {
  try {
    return (JSON.parse(body) as { error?: { message?: string } }).error?.message;
  } catch {
    return undefined;
  }
}

/** The data of the events of an event stream; comments and the other fields are passed over. */
export async function* dataOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = stream.getReader();
  // A character or a line may be cut anywhere between two pieces.
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      rest += done ? decoder.decode() : decoder.decode(value, { stream: true });
      const lines = rest.split(/\r?\n/);
      rest = done ? '' : lines.pop()!;
      for (const line of lines) {
        if (line.startsWith('data:')) {
          yield line.slice('data:'.length).trim();
        }
      }
      if (done) {
        return;
      }
    }
  } finally {
    void reader.cancel().catch(() => undefined);
  }
}
