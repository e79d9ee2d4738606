import Anthropic from '@anthropic-ai/sdk';
import { GoogleGenAI } from '@google/genai';
import { HTTPClient, Mistral } from '@mistralai/mistralai';
import { OpenRouter, HTTPClient as OpenRouterHTTPClient } from '@openrouter/sdk';
import { GoogleGenAI as GoogleGenAI3 } from 'genai3';
import OpenAI from 'openai';
import OpenAI7 from 'openai7';
import type { Dialect } from '../model/format.js';
import type { Fetch } from './outgoing.js';

/** A client of a provider, and how it sends a conversation in a dialect. */
export interface Client {
  readonly name: string;
  /** Where its package lies under `node_modules`. */
  readonly module: string;
  readonly dialects: readonly Dialect[];
  /** Sends a body, or the client's own words for one where it knows them only. */
  send(fetch: Fetch, body: never, dialect: Dialect): Promise<unknown>;
  /** A conversation in the client's own words, where it sends no others. */
  own?(text: string): object;
}

const openai = (module: string, Class: typeof OpenAI): Client => ({
  name: 'openai',
  module,
  dialects: ['openai-chat', 'openai-responses'],
  send(fetch, body, dialect) {
    const { chat, responses } = new Class({ apiKey: 'k', fetch, maxRetries: 0 });
    return dialect === 'openai-chat' ? chat.completions.create(body) : responses.create(body);
  },
});

const genai = (module: string, Class: typeof GoogleGenAI): Client => ({
  name: '@google/genai',
  module,
  dialects: ['gemini'],
  send(fetch, body) {
    const { contents, systemInstruction, tools } = body as Record<string, unknown>;
    const httpOptions = { fetch: fetch as typeof globalThis.fetch };
    const request = { model: 'gemini-2.5-pro', contents, config: { systemInstruction, tools } };
    return new Class({ apiKey: 'k', httpOptions }).models.generateContent(request as never);
  },
});

const image = { type: 'image_url', imageUrl: { url: 'data:image/png;base64,iVBORw0KGgo=' } };
const reason = (text: string) => ({ type: 'thinking', thinking: [{ type: 'text', text }] });

/** A chat in camel case, with the parts that a client's own types allow. */
const chatOf = (text: string, assistant: object) => ({
  model: 'mistral-large-latest',
  messages: [
    { role: 'system', content: text },
    { role: 'user', content: [{ type: 'text', text }, image] },
    {
      role: 'assistant',
      ...assistant,
      toolCalls: [{ id: 'call12345', type: 'function', function: { name: 'search', arguments: '{}' } }],
    },
    { role: 'tool', toolCallId: 'call12345', content: text },
    { role: 'user', content: 'Where is the secret?' },
  ],
});

export const CLIENTS: readonly Client[] = [
  openai('openai', OpenAI),
  openai('openai7', OpenAI7 as unknown as typeof OpenAI),
  {
    name: '@anthropic-ai/sdk',
    module: '@anthropic-ai/sdk',
    dialects: ['anthropic'],
    send: (fetch, body) =>
      new Anthropic({ apiKey: 'k', fetch, maxRetries: 0, logLevel: 'off' }).messages.create(body as never),
  },
  genai('@google/genai', GoogleGenAI),
  genai('genai3', GoogleGenAI3 as unknown as typeof GoogleGenAI),
  {
    name: '@mistralai/mistralai',
    module: '@mistralai/mistralai',
    dialects: ['openai-chat'],
    send: (fetch, body) =>
      new Mistral({ apiKey: 'k', httpClient: new HTTPClient({ fetcher: fetch }) }).chat.complete(body),
    own: (text) => chatOf(text, { content: [reason(text), { type: 'text', text }] }),
  },
  {
    name: '@openrouter/sdk',
    module: '@openrouter/sdk',
    dialects: ['openai-chat'],
    send(fetch, body) {
      const httpClient = new OpenRouterHTTPClient({ fetcher: fetch });
      return new OpenRouter({ apiKey: 'k', httpClient }).chat.send({ chatRequest: body });
    },
    own: (text) => chatOf(text, { content: text, reasoningDetails: [{ type: 'reasoning.text', text }] }),
  },
];
