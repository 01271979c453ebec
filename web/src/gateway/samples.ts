/** A part of a sample: a text to copy, and where it goes. */
export interface SamplePart {
  where: string;
  text: string;
}

/** How a client is pointed at an endpoint. */
export interface Sample {
  id: string;
  name: string;
  parts: SamplePart[];
  note?: string;
}

// Each sample works as copied and reads the token from WEIR_TOKEN. An endpoint's name has only letters, digits and "._-", so that no
// quoting is needed in any of these languages.
export const samplesOf = (origin: string, endpoint: string): Sample[] => [
  {
    id: 'curl',
    name: 'curl',
    parts: [
      {
        where: 'Shell',
        text: `curl ${origin}/openai/v1/chat/completions \\
  -H "Authorization: Bearer $WEIR_TOKEN" -H 'Content-Type: application/json' \\
  -d '{"model": "${endpoint}", "messages": [{"role": "user", "content": "Hello, Weir"}]}'`,
      },
    ],
  },
  {
    id: 'openai-python',
    name: 'OpenAI (Python)',
    parts: [
      { where: 'Shell', text: 'pip install openai' },
      {
        where: 'Python',
        text: `import os
from openai import OpenAI

client = OpenAI(base_url="${origin}/openai/v1", api_key=os.environ["WEIR_TOKEN"])
answer = client.chat.completions.create(
    model="${endpoint}",
    messages=[{"role": "user", "content": "Hello, Weir"}],
)
print(answer.choices[0].message.content)`,
      },
    ],
  },
  {
    id: 'openai-javascript',
    name: 'OpenAI (JavaScript)',
    parts: [
      { where: 'Shell', text: 'npm install openai' },
      {
        where: 'JavaScript, a file .mjs',
        text: `import OpenAI from 'openai';

const client = new OpenAI({ baseURL: '${origin}/openai/v1', apiKey: process.env.WEIR_TOKEN });
const answer = await client.chat.completions.create({
  model: '${endpoint}',
  messages: [{ role: 'user', content: 'Hello, Weir' }],
});
console.log(answer.choices[0].message.content);`,
      },
    ],
  },
  {
    id: 'anthropic',
    name: 'Anthropic (Python)',
    parts: [
      { where: 'Shell', text: 'pip install anthropic' },
      {
        where: 'Python',
        text: `import os
from anthropic import Anthropic

client = Anthropic(base_url="${origin}/anthropic", api_key=os.environ["WEIR_TOKEN"])
answer = client.messages.create(
    model="${endpoint}",
    max_tokens=1024,
    messages=[{"role": "user", "content": "Hello, Weir"}],
)
print(answer.content[0].text)`,
      },
    ],
  },
  {
    id: 'google',
    name: 'Google GenAI (Python)',
    parts: [
      { where: 'Shell', text: 'pip install google-genai' },
      {
        where: 'Python',
        text: `import os
from google import genai
from google.genai import types

client = genai.Client(
    api_key=os.environ["WEIR_TOKEN"],
    http_options=types.HttpOptions(base_url="${origin}/gemini"),
)
answer = client.models.generate_content(model="${endpoint}", contents="Hello, Weir")
print(answer.text)`,
      },
    ],
  },
  {
    id: 'claude-code',
    name: 'Claude Code',
    parts: [
      {
        where: 'Shell',
        text: `export ANTHROPIC_BASE_URL=${origin}/anthropic
export ANTHROPIC_AUTH_TOKEN="$WEIR_TOKEN"
export ANTHROPIC_MODEL=${endpoint}
export ANTHROPIC_DEFAULT_HAIKU_MODEL=${endpoint}
claude`,
      },
    ],
    note: 'ANTHROPIC_DEFAULT_HAIKU_MODEL is what Claude Code uses for small things in the background; it can be another, cheaper endpoint.',
  },
  {
    id: 'codex',
    name: 'Codex CLI',
    parts: [
      {
        where: '~/.codex/config.toml',
        text: `model = "${endpoint}"
model_provider = "weir"

[model_providers.weir]
name = "Weir"
base_url = "${origin}/codex/v1"
env_key = "WEIR_TOKEN"
wire_api = "responses"`,
      },
      { where: 'Shell', text: 'codex' },
    ],
    note: 'The first two lines stand at the top of the file, before any [section].',
  },
  {
    id: 'gemini-cli',
    name: 'Gemini CLI',
    parts: [
      { where: '~/.gemini/settings.json', text: '{ "security": { "auth": { "selectedType": "gemini-api-key" } } }' },
      {
        where: 'Shell',
        text: `export GOOGLE_GEMINI_BASE_URL=${origin}/gemini
export GEMINI_API_KEY="$WEIR_TOKEN"
gemini --model ${endpoint}`,
      },
    ],
    note: 'Without the setting, which “Use Gemini API key” in its dialog /auth makes too, some versions refuse to start where a base URL is set: “Invalid auth method selected”.',
  },
  {
    id: 'cursor',
    name: 'Cursor',
    parts: [
      { where: 'Settings, Models, Override OpenAI Base URL', text: `${origin}/cursor/v1` },
      { where: 'Settings, Models, Add custom model', text: endpoint },
    ],
    note: "The OpenAI API key there is your token, the value of WEIR_TOKEN. Cursor calls from its own servers, so this address must be reachable from the internet, over HTTPS.",
  },
];
