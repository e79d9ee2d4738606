import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type BindingTurn, bindingProvider } from '@headroom/core/testing';
import type { ScriptedProvider } from './lane-agent.js';
import { resultsIn } from './results.js';

type Fields = Readonly<Record<string, unknown>>;

/** What the model does at a step: fixed, or made of what it has read. */
export type Step = BindingTurn | ((request: Fields) => BindingTurn);

/** A provider on loopback that plays scripts, and whose reasoning is bound to its prefix as the real one's is. */
export interface MessagesProvider {
  readonly url: string;
  /** Every conversation's requests, as they came. */
  readonly requests: readonly Fields[];
  /** Reasoning that no longer fit what stood before it. */
  readonly mismatches: readonly string[];
  close(): void;
}

/**
 * Speaks Anthropic's Messages with events. `scripts` are lists of steps by name; a prompt with `@@name@@` plays that list, any other
 * `main`. The step is the number of answers that the request already holds.
 */
export async function messagesProvider(scripts: Readonly<Record<string, readonly Step[]>>): Promise<MessagesProvider> {
  const bound = bindingProvider({ dialect: 'anthropic', script: (request) => turnOf(scripts, request) });
  const requests: Fields[] = [];
  const http = createServer(async (request, response) => {
    let text = '';
    request.setEncoding('utf8');
    for await (const chunk of request) text += chunk;
    if (request.method === 'HEAD') return void response.end();
    const body = parsed(text);
    if (!body || !(request.url ?? '').includes('/messages')) return json(response, 404, { type: 'error' });
    if ((request.url ?? '').includes('count_tokens'))
      return json(response, 200, { input_tokens: Math.ceil(text.length / 4) });
    if (!Array.isArray(body.tools) || body.tools.length === 0) return events(response, plainMessage(body));
    requests.push(body);
    const { status, body: answer } = bound.answer(body);
    if (status !== 200) return json(response, status, answer);
    return body.stream === true ? events(response, { ...answer, model: body.model }) : json(response, 200, answer);
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    requests,
    mismatches: bound.mismatches,
    close() {
      http.close();
      http.closeAllConnections();
    },
  };
}

/** The same, for the checks that all agents share. */
export async function scriptedMessages(scripts: Readonly<Record<string, readonly Step[]>>): Promise<ScriptedProvider> {
  const provider = await messagesProvider(scripts);
  return { ...provider, resultsIn, toolsIn: ({ tools }) => JSON.stringify(tools) };
}

function turnOf(scripts: Readonly<Record<string, readonly Step[]>>, request: Fields): BindingTurn {
  const messages = request.messages as readonly { role: string; content: unknown }[];
  const said = JSON.stringify(messages.filter(({ role }) => role === 'user').slice(0, 2));
  const name = /@@([a-z]+)@@/.exec(said)?.[1] ?? 'main';
  const steps = scripts[name] ?? [];
  const step = steps[messages.filter(({ role }) => role === 'assistant').length];
  return (typeof step === 'function' ? step(request) : step) ?? { text: 'Done.' };
}

const plainMessage = (body: Fields): Fields => ({
  id: 'msg_plain',
  type: 'message',
  role: 'assistant',
  model: body.model,
  content: [{ type: 'text', text: 'ok' }],
  stop_reason: 'end_turn',
  stop_sequence: null,
  usage: { input_tokens: 1, output_tokens: 1 },
});

/** A whole message as the stream that would have brought it. */
function events(response: ServerResponse, message: Fields): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const send = (type: string, more: object) =>
    response.write(`event: ${type}\ndata: ${JSON.stringify({ type, ...more })}\n\n`);
  const { content, stop_reason, stop_sequence, usage, ...rest } = message;
  const start = { input_tokens: 10, output_tokens: 1, cache_creation_input_tokens: 0, cache_read_input_tokens: 0 };
  send('message_start', { message: { ...rest, content: [], stop_reason: null, stop_sequence: null, usage: start } });
  for (const [index, block] of (content as readonly Fields[]).entries()) {
    for (const [type, more] of blockEvents(block)) send(type, { index, ...more });
    send('content_block_stop', { index });
  }
  send('message_delta', {
    delta: { stop_reason, stop_sequence: stop_sequence ?? null },
    usage: usage ?? { output_tokens: 5 },
  });
  send('message_stop', {});
  response.end();
}

function blockEvents(block: Fields): readonly (readonly [string, object])[] {
  const begin = (empty: object) => ['content_block_start', { content_block: { ...block, ...empty } }] as const;
  const delta = (type: string, name: string, value: unknown) =>
    ['content_block_delta', { delta: { type, [name]: value } }] as const;
  if (block.type === 'tool_use')
    return [begin({ input: {} }), delta('input_json_delta', 'partial_json', JSON.stringify(block.input))];
  if (block.type === 'thinking')
    return [
      begin({ thinking: '', signature: '' }),
      delta('thinking_delta', 'thinking', block.thinking),
      delta('signature_delta', 'signature', block.signature),
    ];
  return [begin({ text: '' }), delta('text_delta', 'text', block.text)];
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

function parsed(text: string): Fields | undefined {
  try {
    return JSON.parse(text) as Fields;
  } catch {
    return undefined;
  }
}
