import { describe, expect, it } from 'vitest';
import { modelOf, takesConversation } from './endpoints.js';

const CLAUDE_ON_VERTEX =
  'https://aiplatform.googleapis.com/v1/projects/p/locations/global/publishers/anthropic/models/claude-sonnet-4-5@20250929';
const CLAUDE_ON_BEDROCK =
  'https://bedrock-runtime.us-east-1.amazonaws.com/model/us.anthropic.claude-sonnet-4-5-20250929-v1%3A0';

describe('takesConversation', () => {
  it.each([
    ['OpenAI', 'https://api.openai.com/v1/chat/completions'],
    ['OpenAI', 'https://api.openai.com/v1/responses'],
    ['OpenAI', 'https://api.openai.com/v1/responses/input_tokens'],
    ['Azure', 'https://a.openai.azure.com/openai/deployments/mine/chat/completions?api-version=2025-01-01'],
    ['Azure', 'https://a.openai.azure.com/openai/v1/responses?api-version=preview'],
    ['Azure', 'https://a.services.ai.azure.com/models/chat/completions?api-version=2024-05-01-preview'],
    ['Claude on Azure', 'https://a.services.ai.azure.com/anthropic/v1/messages'],
    ['LiteLLM', 'http://localhost:4000/chat/completions'],
    ['LiteLLM', 'http://localhost:4000/engines/gpt-4o/chat/completions'],
    ['LiteLLM', 'http://localhost:4000/v1/messages/count_tokens'],
    ['OpenRouter', 'https://openrouter.ai/api/v1/chat/completions'],
    ['OpenRouter', 'https://openrouter.ai/api/v1/responses'],
    ['OpenRouter', 'https://openrouter.ai/api/v1/messages'],
    ['Mistral', 'https://api.mistral.ai/v1/chat/completions'],
    ['Mistral', 'https://api.mistral.ai/v1/agents/completions'],
    ['Anthropic', 'https://api.anthropic.com/v1/messages?beta=true'],
    ['Gemini', 'https://generativelanguage.googleapis.com/v1beta/models/gemini-2.5-pro:streamGenerateContent?alt=sse'],
    ["Gemini's other dialect", 'https://generativelanguage.googleapis.com/v1beta/openai/chat/completions'],
    ['Claude on Vertex AI', `${CLAUDE_ON_VERTEX}:rawPredict`],
    ['Claude on Vertex AI', `${CLAUDE_ON_VERTEX}:streamRawPredict`],
    ['Claude on Bedrock', `${CLAUDE_ON_BEDROCK}/invoke`],
    ['Claude on Bedrock', `${CLAUDE_ON_BEDROCK}/invoke-with-response-stream`],
    ['a path with a slash at its end', 'http://localhost:8000/v1/chat/completions/'],
  ])('%s: %s', (_, address) => {
    expect(takesConversation(address)).toBe(true);
  });

  it.each([
    'https://api.openai.com/v1/embeddings',
    'https://api.openai.com/v1/completions',
    'https://api.openai.com/v1/responses/resp_1/cancel',
    'https://api.openai.com/v1/chat/completions/chatcmpl-1',
    'https://api.anthropic.com/v1/messages/batches',
    'https://api.mistral.ai/v1/conversations',
    'https://api.mistral.ai/v1/fim/completions',
    'https://api.mistral.ai/v1/agents',
    'https://openrouter.ai/api/v1/models',
    'https://bedrock-runtime.us-east-1.amazonaws.com/model/amazon.nova-pro-v1:0/converse',
    'https://generativelanguage.googleapis.com/v1beta/models/gemini-embedding-001:embedContent',
    'https://example.com/?to=/v1/messages',
  ])('not %s', (address) => {
    expect(takesConversation(address)).toBe(false);
  });
});

describe('modelOf', () => {
  it.each([
    ['gpt-4o', 'https://api.openai.com/v1/chat/completions', { model: 'gpt-4o' }],
    [
      'gemini-2.5-pro',
      'https://generativelanguage.googleapis.com/v1beta/models/gemini-2.5-pro:generateContent?key=x',
      {},
    ],
    ['claude-sonnet-4-5@20250929', `${CLAUDE_ON_VERTEX}:streamRawPredict`, {}],
    ['us.anthropic.claude-sonnet-4-5-20250929-v1%3A0', `${CLAUDE_ON_BEDROCK}/invoke-with-response-stream`, {}],
    [undefined, 'https://a.openai.azure.com/openai/deployments/mine/chat/completions', { model: '' }],
    [undefined, 'https://api.mistral.ai/v1/agents/completions', null],
  ])('is %s', (model, address, body) => {
    expect(modelOf(address, body)).toBe(model);
  });
});
