/** A member of external_model_config that the form asks for. */
export interface Member {
  name: string;
  label: string;
  hint?: string;
  isRequired?: boolean;
}

/** One of a provider's ways to show who is calling. */
export interface Way {
  id: string;
  title: string;
  /** What goes with it and may be seen. */
  members: Member[];
  /** What goes with it and is written only. */
  secrets: Member[];
  /** Members with a value of their own. */
  fixed?: Record<string, string>;
  hint?: string;
}

/** A provider, and what it needs to be told (docs/configuration.md, Destinations). */
export interface Provider {
  name: string;
  title: string;
  /** A model's name, to show how they look. */
  model: string;
  members: Member[];
  /** The first is the usual one. */
  ways: Way[];
  /** Whether it has an address of its own, so that a base_url is for special cases. */
  hasAddress: boolean;
}

const keyWay = (label = 'API key'): Way => ({ id: 'key', title: label, members: [], secrets: [{ name: 'api_key', label, isRequired: true }] });
const optionalKey: Way = { id: 'key', title: 'API key', members: [], secrets: [{ name: 'api_key', label: 'API key', hint: 'Where the server wants one.' }] };
const serverWay = (what: string): Way => ({ id: 'server', title: 'What the server runs as', members: [], secrets: [], hint: what });
const baseUrl = (hint: string): Member => ({ name: 'base_url', label: 'Base URL', hint, isRequired: true });
const plain = (name: string, title: string, model: string): Provider => ({ name, title, model, members: [], ways: [keyWay()], hasAddress: true });
const compatible = (name: string, title: string, model: string, hint: string): Provider => ({ name, title, model, members: [baseUrl(hint)], ways: [optionalKey], hasAddress: false });

export const providers: Provider[] = [
  plain('openai', 'OpenAI', 'gpt-5-mini'),
  {
    name: 'azure-openai',
    title: 'Azure OpenAI',
    model: 'gpt-5-mini',
    members: [baseUrl("The resource's endpoint, for example https://you.openai.azure.com"), { name: 'api_version', label: 'API version', hint: 'Only for addresses by deployment, for example 2024-10-21.' }],
    ways: [
      keyWay(),
      {
        id: 'application',
        title: 'Entra application',
        members: [{ name: 'tenant_id', label: 'Tenant id', isRequired: true }, { name: 'client_id', label: 'Client id', isRequired: true }],
        secrets: [{ name: 'client_secret', label: 'Client secret', isRequired: true }],
      },
      {
        id: 'entra',
        title: 'Entra identity that the server runs with',
        members: [{ name: 'client_id', label: 'Client id', hint: 'Chooses one of several managed identities.' }],
        secrets: [],
        fixed: { auth: 'entra' },
      },
    ],
    hasAddress: false,
  },
  plain('anthropic', 'Anthropic', 'claude-sonnet-5'),
  plain('gemini', 'Google Gemini', 'gemini-3-pro'),
  {
    name: 'vertex',
    title: 'Google Vertex AI',
    model: 'gemini-3-pro',
    members: [
      { name: 'project', label: 'Project', isRequired: true },
      { name: 'location', label: 'Location', hint: 'For example global, us or us-east5.', isRequired: true },
    ],
    ways: [
      { id: 'service_account', title: 'Service account key', members: [], secrets: [{ name: 'service_account_json', label: 'Service account key', hint: "The key file's text.", isRequired: true }] },
      { ...keyWay('Access token'), id: 'token' },
      serverWay("Google's Application Default Credentials."),
    ],
    hasAddress: true,
  },
  {
    name: 'bedrock',
    title: 'Amazon Bedrock',
    model: 'us.anthropic.claude-sonnet-5-v1:0',
    members: [{ name: 'region', label: 'Region', hint: 'For example us-east-1.', isRequired: true }],
    ways: [
      {
        id: 'aws',
        title: 'AWS access key',
        members: [],
        secrets: [
          { name: 'aws_access_key_id', label: 'Access key id', isRequired: true },
          { name: 'aws_secret_access_key', label: 'Secret access key', isRequired: true },
          { name: 'aws_session_token', label: 'Session token', hint: 'For temporary keys.' },
        ],
      },
      keyWay('Bedrock API key'),
      serverWay("AWS's default chain: environment, profile, web identity, container, instance."),
    ],
    hasAddress: true,
  },
  {
    name: 'databricks',
    title: 'Databricks',
    model: 'databricks-claude-sonnet-5',
    members: [baseUrl("The workspace's URL.")],
    ways: [
      keyWay('Personal access token'),
      {
        id: 'principal',
        title: 'Service principal',
        members: [{ name: 'client_id', label: 'Client id', isRequired: true }],
        secrets: [{ name: 'client_secret', label: 'Client secret', isRequired: true }],
      },
    ],
    hasAddress: false,
  },
  plain('mistral', 'Mistral', 'mistral-large-latest'),
  plain('groq', 'Groq', 'openai/gpt-oss-120b'),
  plain('openrouter', 'OpenRouter', 'openai/gpt-5-mini'),
  plain('deepseek', 'DeepSeek', 'deepseek-chat'),
  plain('xai', 'xAI', 'grok-4'),
  { name: 'ollama', title: 'Ollama', model: 'llama3.2', members: [{ name: 'base_url', label: 'Base URL', hint: 'Left out: http://127.0.0.1:11434/v1, on the machine of the server.' }], ways: [serverWay('It wants no key.')], hasAddress: false },
  compatible('vllm', 'vLLM', 'Qwen/Qwen3-8B', 'For example http://vllm.internal:8000/v1'),
  compatible('openai-compatible', 'Another server that speaks all of OpenAI', 'the-models-name', 'With the /v1, if it has one.'),
  compatible('openai-chat-compatible', 'Another server that speaks OpenAI chat', 'the-models-name', 'With the /v1, if it has one.'),
  { name: 'sandbox', title: 'Sandbox: a model inside the server, to try things', model: 'sandbox', members: [], ways: [serverWay('It wants no key.')], hasAddress: true },
];

/** A provider by its name; one that this page does not know yet is asked for an address and a key. */
export const providerOf = (name: string): Provider => providers.find((one) => one.name === name) ?? compatible(name, name, 'the-models-name', '');
