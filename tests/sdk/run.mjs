// Makes the calls that the official SDKs make, through a gateway, and prints one JSON line for each.
import OpenAI from 'openai';
import Anthropic from '@anthropic-ai/sdk';
import { GoogleGenAI } from '@google/genai';
import { generateText, streamText, embed } from 'ai';
import { createOpenAI } from '@ai-sdk/openai';
import { createAnthropic } from '@ai-sdk/anthropic';
import { createGoogleGenerativeAI } from '@ai-sdk/google';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';

const { WEIR, TOKEN, CHAT, CHAT_STREAM, RESPONSES, RESPONSES_STREAM, EMBEDDINGS, EMBEDDINGS_FLOAT, MESSAGES, MESSAGES_STREAM, GEMINI, GEMINI_STREAM, SANDBOX } = process.env;
const messages = [{ role: 'user', content: 'hi' }];
const contents = 'hi';

async function call(name, make) {
  try {
    const got = await make();
    console.log(JSON.stringify({ call: name, ok: true, ...got }));
  } catch (error) {
    console.log(JSON.stringify({ call: name, ok: false, error: String(error?.stack ?? error).slice(0, 600) }));
  }
}
async function collect(stream, text) { let all = ''; for await (const chunk of stream) all += text(chunk) ?? ''; return all; }

const openai = new OpenAI({ apiKey: TOKEN, baseURL: `${WEIR}/openai/v1`, maxRetries: 0 });
await call('openai.chat', async () => { const { data, response } = await openai.chat.completions.create({ model: CHAT, messages }).withResponse(); return { requestId: response.headers.get('x-request-id'), text: data.choices[0].message.content, input: data.usage.prompt_tokens, output: data.usage.completion_tokens }; });
await call('openai.chat.stream', async () => { const { data, response } = await openai.chat.completions.create({ model: CHAT_STREAM, messages, stream: true }).withResponse(); let usage = null; const text = await collect(data, (c) => { usage ??= c.usage; return c.choices[0]?.delta?.content; }); return { requestId: response.headers.get('x-request-id'), text, sawUsage: usage !== null }; });
await call('openai.chat.stream.usage', async () => { const { data, response } = await openai.chat.completions.create({ model: CHAT_STREAM, messages, stream: true, stream_options: { include_usage: true } }).withResponse(); let usage; await collect(data, (c) => { usage = c.usage ?? usage; return ''; }); return { requestId: response.headers.get('x-request-id'), input: usage.prompt_tokens, output: usage.completion_tokens }; });
await call('openai.responses', async () => { const { data, response } = await openai.responses.create({ model: RESPONSES, input: 'hi' }).withResponse(); return { requestId: response.headers.get('x-request-id'), text: data.output_text, input: data.usage.input_tokens, output: data.usage.output_tokens }; });
await call('openai.responses.stream', async () => { const { data, response } = await openai.responses.create({ model: RESPONSES_STREAM, input: 'hi', stream: true }).withResponse(); let usage; await collect(data, (e) => { usage = e.response?.usage ?? usage; return ''; }); return { requestId: response.headers.get('x-request-id'), input: usage.input_tokens, output: usage.output_tokens }; });
await call('openai.embeddings.base64', async () => { const { data, response } = await openai.embeddings.create({ model: EMBEDDINGS, input: 'hi' }).withResponse(); return { requestId: response.headers.get('x-request-id'), numbers: data.data[0].embedding.length, input: data.usage.prompt_tokens }; });
await call('openai.models', async () => ({ text: (await openai.models.list()).data.map((m) => m.id).join(',') }));
await call('openai.abort', async () => { const stop = new AbortController(); const stream = await openai.chat.completions.create({ model: SANDBOX, messages, stream: true }, { signal: stop.signal }); for await (const _ of stream) { stop.abort(); } return {}; });

const anthropic = new Anthropic({ apiKey: TOKEN, baseURL: `${WEIR}/anthropic`, maxRetries: 0 });
await call('anthropic.messages', async () => { const { data, response } = await anthropic.messages.create({ model: MESSAGES, max_tokens: 9, messages }).withResponse(); return { requestId: response.headers.get('request-id'), text: data.content[0].text, output: data.usage.output_tokens }; });
await call('anthropic.messages.stream', async () => { const stream = anthropic.messages.stream({ model: MESSAGES_STREAM, max_tokens: 9, messages }); const final = await stream.finalMessage(); return { requestId: stream.request_id, text: final.content[0].text, output: final.usage.output_tokens }; });
await call('anthropic.count_tokens', async () => ({ input: (await anthropic.messages.countTokens({ model: MESSAGES, messages })).input_tokens }));
await call('anthropic.models', async () => ({ text: (await anthropic.models.list()).data.map((m) => m.id).join(',') }));

for (const apiVersion of ['v1beta', 'v1']) {
  const genai = new GoogleGenAI({ apiKey: TOKEN, httpOptions: { baseUrl: `${WEIR}/gemini`, apiVersion } });
  await call(`genai.${apiVersion}.generate`, async () => { const got = await genai.models.generateContent({ model: GEMINI, contents }); return { requestId: got.sdkHttpResponse?.headers?.['x-request-id'], text: got.text, input: got.usageMetadata.promptTokenCount, output: got.usageMetadata.candidatesTokenCount + got.usageMetadata.thoughtsTokenCount }; });
  await call(`genai.${apiVersion}.stream`, async () => { const stream = await genai.models.generateContentStream({ model: GEMINI_STREAM, contents }); let last; const text = await collect(stream, (c) => { last = c; return c.text; }); return { requestId: last.sdkHttpResponse?.headers?.['x-request-id'], text, input: last.usageMetadata.promptTokenCount, output: last.usageMetadata.candidatesTokenCount + last.usageMetadata.thoughtsTokenCount }; });
  await call(`genai.${apiVersion}.embed`, async () => ({ numbers: (await genai.models.embedContent({ model: SANDBOX, contents })).embeddings[0].values.length }));
  await call(`genai.${apiVersion}.countTokens`, async () => ({ input: (await genai.models.countTokens({ model: SANDBOX, contents })).totalTokens }));
}

const headers = (result) => result.response?.headers?.['x-request-id'];
const usage = (u) => ({ input: u.inputTokens, output: u.outputTokens });
const ai = createOpenAI({ apiKey: TOKEN, baseURL: `${WEIR}/openai/v1` });
const claude = createAnthropic({ apiKey: TOKEN, baseURL: `${WEIR}/anthropic/v1` });
const google = createGoogleGenerativeAI({ apiKey: TOKEN, baseURL: `${WEIR}/gemini/v1beta` });
const compatible = createOpenAICompatible({ name: 'weir', apiKey: TOKEN, baseURL: `${WEIR}/mlflow/v1` });
for (const [name, model] of [['ai.openai.chat', ai.chat(CHAT)], ['ai.openai.responses', ai.responses(RESPONSES)], ['ai.anthropic', claude(MESSAGES)], ['ai.google', google(GEMINI)], ['ai.compatible', compatible(CHAT)]])
  await call(name, async () => { const got = await generateText({ model, prompt: 'hi', maxRetries: 0 }); return { requestId: headers(got), text: got.text, ...usage(got.usage) }; });
for (const [name, model] of [['ai.openai.chat.stream', ai.chat(CHAT_STREAM)], ['ai.openai.responses.stream', ai.responses(RESPONSES_STREAM)], ['ai.anthropic.stream', claude(MESSAGES_STREAM)], ['ai.google.stream', google(GEMINI_STREAM)], ['ai.compatible.stream', compatible(CHAT_STREAM)]])
  await call(name, async () => { const got = streamText({ model, prompt: 'hi', maxRetries: 0, onError({ error }) { throw error; } }); let text = ''; for await (const part of got.textStream) text += part; return { requestId: (await got.response).headers?.['x-request-id'], text }; });
await call('ai.embed', async () => { const got = await embed({ model: ai.embedding(EMBEDDINGS_FLOAT), value: 'hi' }); return { requestId: got.response?.headers?.['x-request-id'], numbers: got.embedding.length, input: got.usage.tokens }; });
