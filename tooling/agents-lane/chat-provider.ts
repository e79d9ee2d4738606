import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BindingTurn } from '@headroom/core/testing';
import type { ScriptedProvider } from './lane-agent.js';
import type { Step } from './messages-provider.js';
import type { Shown } from './results.js';

type Fields = Readonly<Record<string, unknown>>;

/** Speaks chat completions with events, and plays scripts as the other providers do. No reasoning is on this wire to be bound. */
export async function scriptedChat(scripts: Readonly<Record<string, readonly Step[]>>): Promise<ScriptedProvider> {
  const requests: Fields[] = [];
  const http = createServer(async (request, response) => {
    let text = '';
    request.setEncoding('utf8');
    for await (const chunk of request) text += chunk;
    if (!(request.url ?? '').endsWith('/chat/completions')) return void response.writeHead(404).end('{}');
    const body = JSON.parse(text) as Fields;
    const isConversation = Array.isArray(body.tools) && body.tools.length > 0;
    if (isConversation) requests.push(body);
    answer(response, body, isConversation ? turnOf(scripts, body) : { text: 'ok' });
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    requests,
    mismatches: [],
    resultsIn,
    toolsIn: ({ tools }) => JSON.stringify(tools),
    close() {
      http.close();
      http.closeAllConnections();
    },
  };
}

const messagesOf = ({ messages }: Fields) => (Array.isArray(messages) ? (messages as readonly Fields[]) : []);

function turnOf(scripts: Readonly<Record<string, readonly Step[]>>, request: Fields): BindingTurn {
  const messages = messagesOf(request);
  const said = JSON.stringify(messages.filter(({ role }) => role === 'user'));
  const name = /@@([a-z]+)@@/.exec(said)?.[1] ?? 'main';
  const steps = scripts[name] ?? [];
  const answers = messages.filter(({ role }) => role === 'assistant').map((message) => JSON.stringify(message));
  // What a proxy answered is not in the next request: the last answer that is known says where the script stands.
  const told = answers.map((answer) => steps.findIndex((step) => isStep(step, answer)));
  const last = told.findLastIndex((at) => at >= 0);
  const at = last < 0 ? answers.length : (told[last] ?? 0) + (answers.length - last);
  const step = steps[at];
  return (typeof step === 'function' ? step(request) : step) ?? { text: 'Done.' };
}

function isStep(step: Step, answer: string): boolean {
  if (typeof step === 'function') return false;
  const { text, calls = [] } = step;
  return calls.some(({ id }) => answer.includes(JSON.stringify(id))) || (text !== undefined && answer.includes(text));
}

function resultsIn(request: Fields): ReadonlyMap<string, Shown> {
  const shown = new Map<string, Shown>();
  for (const { role, tool_call_id: id, content } of messagesOf(request)) {
    if (role !== 'tool') continue;
    const parts = Array.isArray(content) ? (content as readonly Fields[]) : [{ text: content }];
    shown.set(String(id), { text: parts.map(({ text }) => String(text ?? '')).join('\n'), isError: false });
  }
  return shown;
}

function answer(response: ServerResponse, { stream, model }: Fields, { text, calls = [] }: BindingTurn): void {
  const tool_calls = calls.map(({ id, name, input }, index) => ({
    index,
    id,
    type: 'function',
    function: { name, arguments: JSON.stringify(input) },
  }));
  const message = { role: 'assistant', content: text ?? null, ...(calls.length > 0 ? { tool_calls } : {}) };
  const finish_reason = calls.length > 0 ? 'tool_calls' : 'stop';
  const usage = { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 };
  const head = { id: 'chatcmpl-1', created: 1, model };
  if (stream !== true) {
    const choices = [{ index: 0, message, finish_reason }];
    response.writeHead(200, { 'content-type': 'application/json' });
    return void response.end(JSON.stringify({ ...head, object: 'chat.completion', choices, usage }));
  }
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const send = (chunk: object) =>
    response.write(`data: ${JSON.stringify({ ...head, object: 'chat.completion.chunk', ...chunk })}\n\n`);
  send({ choices: [{ index: 0, delta: message, finish_reason: null }] });
  send({ choices: [{ index: 0, delta: {}, finish_reason }], usage });
  response.end('data: [DONE]\n\n');
}
