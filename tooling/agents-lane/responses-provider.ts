import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type BindingTurn, bindingProvider } from '@headroom/core/testing';
import { decompress } from 'fzstd';
import { WebSocketServer } from 'ws';

type Fields = Readonly<Record<string, unknown>>;

/** A call as the model makes it: of a tool in a namespace, or of one that takes text instead of arguments. */
export interface ResponsesCall {
  readonly id: string;
  readonly name: string;
  readonly namespace?: string;
  readonly input: object | string;
}

/** What the model does at a step: fixed, or made of the history. */
export type ResponsesStep =
  | { readonly text?: string; readonly calls?: readonly ResponsesCall[] }
  | ((history: readonly Fields[]) => { readonly text?: string; readonly calls?: readonly ResponsesCall[] });

/** A request as it came, and the whole conversation that it stands for. */
export interface ResponsesRequest {
  readonly over: 'http' | 'websocket';
  readonly body: Fields;
  readonly history: readonly Fields[];
  readonly headers: Readonly<Record<string, unknown>>;
}

/** A provider on loopback that plays scripts, and whose reasoning is bound to its prefix as the real one's is. */
export interface ResponsesProvider {
  readonly url: string;
  readonly requests: readonly ResponsesRequest[];
  readonly mismatches: readonly string[];
  /** Whether requests to change to WebSocket are taken. */
  webSocket: boolean;
  close(): void;
}

/** Speaks OpenAI's Responses, over HTTP with events and over WebSocket. The step is the number of answers in the conversation. */
export async function responsesProvider(
  scripts: Readonly<Record<string, readonly ResponsesStep[]>>,
): Promise<ResponsesProvider> {
  const model = new Model(scripts);
  const http = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (request.method !== 'POST' || !(request.url ?? '').includes('/responses')) {
      response.writeHead(request.method === 'GET' ? 200 : 404, { 'content-type': 'application/json' });
      return void response.end('{"object":"list","data":[],"models":[]}');
    }
    const bytes = Buffer.concat(chunks);
    const text = request.headers['content-encoding'] === 'zstd' ? Buffer.from(decompress(bytes)) : bytes;
    const events = model.answer('http', JSON.parse(text.toString()) as Fields, request.headers);
    stream(response, events);
  });
  const sockets = new WebSocketServer({ noServer: true });
  const provider = {
    url: '',
    requests: model.requests,
    mismatches: model.mismatches,
    webSocket: true,
    close() {
      for (const client of sockets.clients) client.terminate();
      http.close();
      http.closeAllConnections();
    },
  };
  http.on('upgrade', (request, socket, head) => {
    socket.on('error', () => undefined);
    if (!provider.webSocket) return socket.end('HTTP/1.1 426 Upgrade Required\r\nContent-Length: 0\r\n\r\n');
    sockets.handleUpgrade(request, socket, head, (client) => {
      client.on('message', (data) => {
        const { type, ...body } = JSON.parse(String(data)) as Fields;
        if (type !== 'response.create') return;
        for (const event of model.answer('websocket', body, request.headers)) client.send(JSON.stringify(event));
      });
    });
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  provider.url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  return provider;
}

class Model {
  readonly requests: ResponsesRequest[] = [];
  readonly #bound;
  /** Conversations of responses that later requests go on from. */
  readonly #kept = new Map<string, readonly Fields[]>();
  readonly #ids = new Map<string, string>();
  #calls: readonly ResponsesCall[] = [];
  #warm = 0;

  constructor(private readonly scripts: Readonly<Record<string, readonly ResponsesStep[]>>) {
    this.#bound = bindingProvider({ dialect: 'openai-responses', script: (request) => this.#turn(request) });
  }

  get mismatches(): readonly string[] {
    return this.#bound.mismatches;
  }

  answer(over: ResponsesRequest['over'], body: Fields, headers: ResponsesRequest['headers']): readonly object[] {
    const before = this.#kept.get(String(body.previous_response_id)) ?? [];
    const input = Array.isArray(body.input) ? (body.input as Fields[]) : [];
    const history = [...before, ...input.map((item) => this.#withId(item))];
    this.requests.push({ over, body, history, headers });
    // A first frame that asks for no answer only opens the conversation.
    if (body.generate === false) {
      const id = `resp_warm_${++this.#warm}`;
      this.#kept.set(id, history);
      return eventsOf({ id, object: 'response', model: body.model, status: 'completed', output: [], usage: USAGE });
    }
    const { previous_response_id: _, ...rest } = body;
    const { status, body: answered } = this.#bound.answer({ ...rest, input: history });
    if (status !== 200) return [{ type: 'error', status, error: answered.error, sequence_number: 0 }];
    const output = (answered.output as readonly Fields[]).map((item) => this.#asCalled(item));
    for (const { type, encrypted_content: sealed, id } of output)
      if (type === 'reasoning') this.#ids.set(String(sealed), String(id));
    this.#kept.set(String(answered.id), [...history, ...output.map((item) => this.#withId(item))]);
    return eventsOf({ usage: USAGE, ...answered, model: body.model, output });
  }

  /** The agent keeps ids, states and notes of its own with some items only, and more of them where it sends all again: they say nothing. Its reasoning comes back without an id over HTTP. */
  #withId({ id, status: _, internal_chat_message_metadata_passthrough: __, ...item }: Fields): Fields {
    if (item.type !== 'reasoning') return item;
    return { ...item, id: this.#ids.get(String(item.encrypted_content)) ?? id };
  }

  #turn({ input }: Fields): BindingTurn {
    const history = input as readonly Fields[];
    const said = JSON.stringify(history.filter(({ role }) => role === 'user'));
    const name = /@@([a-z]+)@@/.exec(said)?.[1] ?? 'main';
    const answers = history.filter(({ type }) => type === 'reasoning').length;
    const step = this.scripts[name]?.[answers];
    const { text, calls = [] } = (typeof step === 'function' ? step(history) : step) ?? { text: 'Done.' };
    this.#calls = calls;
    return { text, calls: calls.map(({ id, name: tool }) => ({ id, name: tool, input: {} })) };
  }

  /** A call in the words of its kind. */
  #asCalled(item: Fields): Fields {
    const call = item.type === 'function_call' ? this.#calls.find(({ id }) => id === item.call_id) : undefined;
    if (!call) return item;
    if (typeof call.input === 'string')
      return {
        type: 'custom_tool_call',
        id: `ctc_${call.id}`,
        call_id: call.id,
        name: call.name,
        input: call.input,
        status: 'completed',
      };
    return {
      ...item,
      id: `fc_${call.id}`,
      ...(call.namespace && { namespace: call.namespace }),
      arguments: JSON.stringify(call.input),
    };
  }
}

const USAGE = {
  input_tokens: 10,
  input_tokens_details: { cached_tokens: 0 },
  output_tokens: 5,
  output_tokens_details: { reasoning_tokens: 0 },
  total_tokens: 15,
};

/** A whole response as the events that would have brought it. */
function eventsOf(response: Fields): readonly object[] {
  const base = { ...response, status: 'in_progress', output: [] };
  const output = response.output as readonly Fields[];
  const events: object[] = [{ type: 'response.created', response: base }];
  for (const [output_index, item] of output.entries()) {
    events.push({ type: 'response.output_item.added', output_index, item: { ...item, status: 'in_progress' } });
    events.push({ type: 'response.output_item.done', output_index, item });
  }
  events.push({ type: 'response.completed', response: { ...response, status: 'completed', usage: USAGE } });
  return events.map((event, sequence_number) => ({ ...event, sequence_number }));
}

function stream(response: ServerResponse, events: readonly object[]): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  for (const event of events) response.write(`event: ${(event as Fields).type}\ndata: ${JSON.stringify(event)}\n\n`);
  response.end();
}

/** The text of a call's output in the last request that has it. */
export function outputOf(requests: readonly ResponsesRequest[], id: string): string | undefined {
  const items = requests.flatMap(({ history }) => history);
  const item = items.findLast(({ call_id, type }) => call_id === id && String(type).endsWith('_output'));
  if (!item) return undefined;
  if (typeof item.output === 'string') return item.output;
  return (item.output as readonly Fields[]).map(({ text }) => String(text ?? '')).join('\n');
}

/** Outputs that were not the same in every request that had them. */
export function changedOutputs(requests: readonly ResponsesRequest[]): readonly string[] {
  const first = new Map<string, string>();
  const changed = new Set<string>();
  for (const { body } of requests) {
    for (const { call_id, type, output } of (body.input as readonly Fields[] | undefined) ?? []) {
      if (!String(type).endsWith('_output')) continue;
      const [id, text] = [String(call_id), JSON.stringify(output)];
      if ((first.get(id) ?? text) !== text) changed.add(id);
      first.set(id, first.get(id) ?? text);
    }
  }
  return [...changed];
}
