/** A member of external_model_config that the form asks for. */
export interface Member {
  name: string;
  label: string;
  hint?: string;
  isRequired?: boolean;
  isSecret?: boolean;
}

/** A provider, and what it needs to be told (docs/configuration.md, Destinations). */
export interface Provider {
  name: string;
  title: string;
  model: string;
  members: Member[];
}

const key: Member = { name: 'api_key', label: 'API key', isRequired: true, isSecret: true };
const optionalKey: Member = { name: 'api_key', label: 'API key', hint: 'Where the server wants one.', isSecret: true };
const baseUrl = (hint: string): Member => ({ name: 'base_url', label: 'Base URL', hint, isRequired: true });

export const providers: Provider[] = [
  { name: 'openai', title: 'OpenAI', model: 'gpt-5-mini', members: [key] },
  {
    name: 'azure-openai',
    title: 'Azure OpenAI',
    model: 'gpt-5-mini',
    members: [baseUrl("The resource's endpoint, for example https://you.openai.azure.com"), { name: 'api_version', label: 'API version', hint: 'Only for addresses by deployment.' }, key],
  },
  { name: 'anthropic', title: 'Anthropic', model: 'claude-sonnet-5', members: [key] },
  { name: 'gemini', title: 'Google Gemini', model: 'gemini-3-pro', members: [key] },
  {
    name: 'vertex',
    title: 'Google Vertex AI',
    model: 'gemini-3-pro',
    members: [
      { name: 'project', label: 'Project', isRequired: true },
      { name: 'location', label: 'Location', hint: 'For example global, us or us-east5.', isRequired: true },
      { name: 'service_account_json', label: 'Service account key', hint: "The key file's text. Left out: the credentials that the server runs with.", isSecret: true },
    ],
  },
  {
    name: 'bedrock',
    title: 'Amazon Bedrock',
    model: 'us.anthropic.claude-sonnet-5-v1:0',
    members: [
      { name: 'region', label: 'Region', hint: 'For example us-east-1.', isRequired: true },
      { name: 'api_key', label: 'Bedrock API key', hint: "Left out: the credentials that the server runs with, AWS's default chain.", isSecret: true },
    ],
  },
  { name: 'databricks', title: 'Databricks', model: 'databricks-claude-sonnet-5', members: [baseUrl("The workspace's URL"), { ...key, label: 'Personal access token' }] },
  { name: 'mistral', title: 'Mistral', model: 'mistral-large-latest', members: [key] },
  { name: 'groq', title: 'Groq', model: 'openai/gpt-oss-120b', members: [key] },
  { name: 'openrouter', title: 'OpenRouter', model: 'openai/gpt-5-mini', members: [key] },
  { name: 'deepseek', title: 'DeepSeek', model: 'deepseek-chat', members: [key] },
  { name: 'xai', title: 'xAI', model: 'grok-4', members: [key] },
  { name: 'ollama', title: 'Ollama', model: 'llama3.2', members: [{ name: 'base_url', label: 'Base URL', hint: 'Left out: http://127.0.0.1:11434/v1, on the machine of the server.' }] },
  { name: 'vllm', title: 'vLLM', model: 'Qwen/Qwen3-8B', members: [baseUrl('For example http://vllm.internal:8000/v1'), optionalKey] },
  { name: 'openai-compatible', title: 'Another server that speaks all of OpenAI', model: 'the-models-name', members: [baseUrl('With the /v1, if it has one.'), optionalKey] },
  { name: 'openai-chat-compatible', title: 'Another server that speaks OpenAI chat', model: 'the-models-name', members: [baseUrl('With the /v1, if it has one.'), optionalKey] },
  { name: 'sandbox', title: 'Sandbox: a model inside the server, to try things', model: 'sandbox', members: [] },
];
