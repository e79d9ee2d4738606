import { payload } from './payloads.js';

/** A request of one wire format: a tool's output among odd but valid JSON. */
export interface HttpConversation {
  readonly name: string;
  readonly path: string;
  /** The JSON text before the literal of the tool's output, and after it. */
  readonly before: string;
  readonly after: string;
  readonly json: string;
}

/** The question of every conversation. */
export const HTTP_QUESTION = 'Which request had the highest latency?';

const HOLE = '"\u0000hole"';
const QUESTION = JSON.stringify(HTTP_QUESTION);

/** Numbers that no parser keeps, an escape, spaces and a line break: bytes that only splicing brings through. */
const ODD = `"temperature":1.0, "seed":12345678901234567890123, "x":"h\\u00e9llo",\n `;

const BODIES: Readonly<Record<string, readonly [path: string, body: string]>> = {
  'openai-chat': [
    '/v1/chat/completions',
    `{ "model":"gpt-4o", ${ODD}"messages": [{"role":"user","content":${QUESTION}},{"role":"assistant","content":null,"tool_calls":[{"id":"c","type":"function","function":{"name":"query","arguments":"{}"}}]},{"role":"tool","tool_call_id":"c","content":${HOLE}}] }\n`,
  ],
  'openai-responses': [
    '/v1/responses',
    `{ "model":"gpt-5", ${ODD}"input": [{"role":"user","content":${QUESTION}},{"type":"function_call","call_id":"c","name":"query","arguments":"{}"},{"type":"function_call_output","call_id":"c","output":${HOLE}}] }\n`,
  ],
  anthropic: [
    '/v1/messages',
    `{ "model":"claude-sonnet-4-5", "max_tokens":100, ${ODD}"messages": [{"role":"user","content":${QUESTION}},{"role":"assistant","content":[{"type":"tool_use","id":"c","name":"query","input":{"id":98765432109876543210}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"c","content":${HOLE}}]}] }\n`,
  ],
  gemini: [
    '/v1beta/models/gemini-2.5-pro:generateContent',
    `{ ${ODD}"contents": [{"role":"user","parts":[{"text":${QUESTION}}]},{"role":"model","parts":[{"functionCall":{"name":"query","args":{}}}]},{"role":"user","parts":[{"functionResponse":{"name":"query","response":{"output":${HOLE}}}}]}] }\n`,
  ],
};

/** One request of each wire format with a made-up tool output of some size; another seed, another output. */
export function httpConversations(seed = 7, rows = 150): readonly HttpConversation[] {
  const output = payload('json', seed, rows);
  return Object.entries(BODIES).map(([name, [path, body]]) => {
    const [before = '', after = ''] = body.split(HOLE);
    return { name, path, before, after, json: before + JSON.stringify(output) + after };
  });
}
