import { expect, test } from 'vitest';
import { dataOf } from './chat';

const streamOf = (pieces: Uint8Array[]) =>
  new ReadableStream<Uint8Array>({
    start(controller) {
      pieces.forEach((piece) => controller.enqueue(piece));
      controller.close();
    },
  });

async function read(pieces: Uint8Array[]): Promise<string[]> {
  const data: string[] = [];
  for await (const one of dataOf(streamOf(pieces))) {
    data.push(one);
  }
  return data;
}

test('events are read however the stream is cut, in the middle of a character too', async () => {
  const bytes = new TextEncoder().encode(': keep-alive\n\nevent: x\r\ndata: {"text":"Wörter ✓"}\r\n\r\ndata:[DONE]\n\n');
  for (let size = 1; size <= bytes.length; size++) {
    const pieces = [];
    for (let at = 0; at < bytes.length; at += size) {
      pieces.push(bytes.slice(at, at + size));
    }
    expect(await read(pieces)).toEqual(['{"text":"Wörter ✓"}', '[DONE]']);
  }
});

test('a last line without its end is an event too', async () => {
  expect(await read([new TextEncoder().encode('data: {"error":{}}')])).toEqual(['{"error":{}}']);
});
