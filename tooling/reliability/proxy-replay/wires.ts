import type { Dialect } from '@headroom/core';

/** A protocol that sessions are replayed in. */
export interface Wire {
  readonly name: string;
  readonly dialect: Dialect;
  /** Requests and answers stand in those of Code Assist. */
  readonly isEnveloped: boolean;
  readonly isSocket: boolean;
  path(isStream: boolean): string;
  /** What stands before the first entry of a conversation, spelled as no program of ours spells it. */
  head(tools: readonly string[], from?: string): string;
  tail(isStream: boolean): string;
}

const listed = (tools: readonly string[], shape: (name: string) => object) =>
  tools.map((name) => JSON.stringify(shape(name))).join(',');
const streamed = (isStream: boolean) => `], "stream":${isStream}}`;
const responsesHead = (tools: readonly string[], opening: string) =>
  `{${opening}"model":"gpt-5","temperature":1.0,"store":false,"include":["reasoning.encrypted_content"],"tools":[${listed(tools, (name) => ({ type: 'function', name, parameters: {}, strict: false }))}],"input":[`;
const geminiHead = (tools: readonly string[]) =>
  `{"generationConfig":{"temperature":1.0,"seed":1e2},"tools":[{"functionDeclarations":[${listed(tools, (name) => ({ name, parameters: {} }))}]}],"contents":[`;
const gemini = (version: string) => (isStream: boolean) =>
  `${version}:${isStream ? 'streamGenerateContent?alt=sse' : 'generateContent'}`;
const plain = { isEnveloped: false, isSocket: false };

export const WIRES: readonly Wire[] = [
  {
    ...plain,
    name: 'Anthropic Messages',
    dialect: 'anthropic',
    path: () => '/v1/messages',
    head: (tools) =>
      `{"model":"claude-sonnet-4-5","max_tokens":1e2, "tools":[${listed(tools, (name) => ({ name, input_schema: { type: 'object' } }))}],"messages":[`,
    tail: streamed,
  },
  {
    ...plain,
    name: 'OpenAI Chat Completions',
    dialect: 'openai-chat',
    path: () => '/v1/chat/completions',
    head: (tools) =>
      `{"model":"gpt-4o","temperature":1.0,"user":"\\u0061", "tools":[${listed(tools, (name) => ({ type: 'function', function: { name, parameters: {} } }))}],"messages":[`,
    tail: streamed,
  },
  {
    ...plain,
    name: 'OpenAI Responses over HTTP',
    dialect: 'openai-responses',
    path: () => '/v1/responses',
    head: (tools) => responsesHead(tools, ''),
    tail: streamed,
  },
  {
    ...plain,
    isSocket: true,
    name: 'OpenAI Responses over WebSocket',
    dialect: 'openai-responses',
    path: () => '/v1/responses',
    head: (tools, from) =>
      responsesHead(tools, `"type":"response.create",${from ? `"previous_response_id":${JSON.stringify(from)},` : ''}`),
    tail: () => ' ]}',
  },
  {
    ...plain,
    name: 'Gemini',
    dialect: 'gemini',
    path: gemini('/v1beta/models/gemini-3-pro'),
    head: geminiHead,
    tail: () => '] }',
  },
  {
    ...plain,
    isEnveloped: true,
    name: "Gemini in Code Assist's envelope",
    dialect: 'gemini',
    path: gemini('/v1internal'),
    head: (tools) => `{"model":"gemini-3-pro","project":"p\\u0031","request":${geminiHead(tools)}`,
    tail: () => '] } }',
  },
];

/** The key of the list that holds a conversation. */
export const LISTS: Readonly<Record<Dialect, string>> = {
  anthropic: 'messages',
  'openai-chat': 'messages',
  'openai-responses': 'input',
  gemini: 'contents',
};
