// Each SDK against each destination's dialect: one line of JSON per call. The endpoints are named by ENDPOINTS: {"chat/text": "...", ...}.
import OpenAI from 'openai';
import Anthropic from '@anthropic-ai/sdk';
import { GoogleGenAI } from '@google/genai';

const { WEIR, TOKEN, ENDPOINTS, IMAGE } = process.env;
const endpoints = JSON.parse(ENDPOINTS);
const destinations = ['chat', 'messages', 'gemini', 'converse'];
const schema = { type: 'object', properties: { city: { type: 'string' }, days: { type: 'integer' } }, required: ['city'] };
const question = 'How is the weather?';
const results = ['4 degrees', 'noon'];

const openai = new OpenAI({ apiKey: TOKEN, baseURL: `${WEIR}/openai/v1`, maxRetries: 0 });
const mlflow = new OpenAI({ apiKey: TOKEN, baseURL: `${WEIR}/mlflow/v1`, maxRetries: 0 });
const anthropic = new Anthropic({ apiKey: TOKEN, baseURL: `${WEIR}/anthropic`, maxRetries: 0 });
const genai = new GoogleGenAI({ apiKey: TOKEN, httpOptions: { baseUrl: `${WEIR}/gemini` } });

const chat = {
  ask: (text) => [{ role: 'system', content: 'Be brief.' }, { role: 'user', content: text }],
  see: (text) => [{ role: 'user', content: [{ type: 'text', text }, { type: 'image_url', image_url: { url: `data:image/png;base64,${IMAGE}` } }] }],
  answer: (messages, got) => [...messages, got.choices[0].message, ...got.choices[0].message.tool_calls.map((call, at) => ({ role: 'tool', tool_call_id: call.id, content: results[at] }))],
  request: (model, messages, tools) => ({ model, messages, max_tokens: 500, ...(tools && { tools: [{ type: 'function', function: { name: 'weather', description: 'Weather', parameters: schema } }, { type: 'function', function: { name: 'now', parameters: { type: 'object', properties: {} } } }] }) }),
  whole: (request) => mlflow.chat.completions.create(request),
  stream: (request) => mlflow.chat.completions.stream({ ...request, stream_options: { include_usage: true } }).finalChatCompletion(),
  read: (got) => ({ text: got.choices[0].message.content, calls: (got.choices[0].message.tool_calls ?? []).map((call) => ({ name: call.function.name, input: JSON.parse(call.function.arguments) })), finish: got.choices[0].finish_reason, input: got.usage.prompt_tokens, output: got.usage.completion_tokens }),
};
const responses = {
  ask: (text) => [{ role: 'developer', content: 'Be brief.' }, { role: 'user', content: text }],
  see: (text) => [{ role: 'user', content: [{ type: 'input_text', text }, { type: 'input_image', detail: 'auto', image_url: `data:image/png;base64,${IMAGE}` }] }],
  answer: (input, got) => [...input, ...got.output, ...got.output.filter((item) => item.type === 'function_call').map((call, at) => ({ type: 'function_call_output', call_id: call.call_id, output: results[at] }))],
  request: (model, input, tools) => ({ model, input, store: false, include: ['reasoning.encrypted_content'], max_output_tokens: 500, ...(tools && { tools: [{ type: 'function', name: 'weather', description: 'Weather', parameters: schema, strict: false }, { type: 'function', name: 'now', parameters: { type: 'object', properties: {} }, strict: false }] }) }),
  whole: (request) => openai.responses.create(request),
  stream: (request) => openai.responses.stream(request).finalResponse(),
  read: (got) => ({ text: got.output_text, calls: got.output.filter((item) => item.type === 'function_call').map((call) => ({ name: call.name, input: JSON.parse(call.arguments) })), finish: got.status, input: got.usage.input_tokens, output: got.usage.output_tokens }),
};
const messages = {
  ask: (text) => [{ role: 'user', content: text }],
  see: (text) => [{ role: 'user', content: [{ type: 'text', text }, { type: 'image', source: { type: 'base64', media_type: 'image/png', data: IMAGE } }] }],
  answer: (history, got) => [...history, { role: 'assistant', content: got.content }, { role: 'user', content: got.content.filter((block) => block.type === 'tool_use').map((call, at) => ({ type: 'tool_result', tool_use_id: call.id, content: results[at] })) }],
  request: (model, history, tools) => ({ model, messages: history, system: 'Be brief.', max_tokens: 500, ...(tools && { tools: [{ name: 'weather', description: 'Weather', input_schema: schema }, { name: 'now', input_schema: { type: 'object', properties: {} } }] }) }),
  whole: (request) => anthropic.messages.create(request),
  stream: (request) => anthropic.messages.stream(request).finalMessage(),
  read: (got) => ({ text: got.content.filter((block) => block.type === 'text').map((block) => block.text).join(''), calls: got.content.filter((block) => block.type === 'tool_use').map((call) => ({ name: call.name, input: call.input })), finish: got.stop_reason, input: got.usage.input_tokens + (got.usage.cache_read_input_tokens ?? 0) + (got.usage.cache_creation_input_tokens ?? 0), output: got.usage.output_tokens }),
};
const gemini = {
  ask: (text) => [{ role: 'user', parts: [{ text }] }],
  see: (text) => [{ role: 'user', parts: [{ text }, { inlineData: { mimeType: 'image/png', data: IMAGE } }] }],
  answer: (contents, got) => [...contents, got.candidates[0].content, { role: 'user', parts: got.functionCalls.map((call, at) => ({ functionResponse: { id: call.id, name: call.name, response: { output: results[at] } } })) }],
  request: (model, contents, tools) => ({ model, contents, config: { systemInstruction: 'Be brief.', maxOutputTokens: 500, ...(tools && { tools: [{ functionDeclarations: [{ name: 'weather', description: 'Weather', parametersJsonSchema: schema }, { name: 'now', description: 'Time' }] }] }) } }),
  whole: (request) => genai.models.generateContent(request),
  stream: async (request) => {
    const all = { text: '', functionCalls: [] };
    for await (const chunk of await genai.models.generateContentStream(request)) {
      all.text += chunk.text ?? '';
      all.functionCalls.push(...(chunk.functionCalls ?? []));
      all.candidates = chunk.candidates;
      all.usageMetadata = chunk.usageMetadata;
    }
    return all;
  },
  read: (got) => ({ text: got.text, calls: (got.functionCalls ?? []).map((call) => ({ name: call.name, input: call.args ?? {} })), finish: got.candidates[0].finishReason, input: got.usageMetadata.promptTokenCount, output: got.usageMetadata.candidatesTokenCount + (got.usageMetadata.thoughtsTokenCount ?? 0) }),
};

for (const destination of destinations) {
  for (const [client, sdk] of Object.entries({ chat, responses, messages, gemini })) {
    const call = async (scenario, prompt, tools, how) => {
      try {
        const got = await how(sdk.request(endpoints[`${destination}/${scenario}`], prompt, tools));
        console.log(JSON.stringify({ client, destination, scenario, ok: true, ...sdk.read(got) }));
        return got;
      } catch (error) {
        console.log(JSON.stringify({ client, destination, scenario, ok: false, error: String(error?.stack ?? error).slice(0, 900) }));
        return null;
      }
    };
    await call('text', sdk.ask(question), false, sdk.whole);
    await call('text-stream', sdk.ask(question), false, sdk.stream);
    const called = await call('tool', sdk.ask(question), true, sdk.whole);
    await call('tool-stream', sdk.ask(question), true, sdk.stream);
    await call('result', called ? sdk.answer(sdk.ask(question), called) : sdk.ask(question), true, sdk.whole);
    await call('image', sdk.see(question), false, sdk.whole);
  }
}
