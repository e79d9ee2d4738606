import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import Anthropic from '@anthropic-ai/sdk';
import { GoogleGenAI } from '@google/genai';
import OpenAI from 'openai';
import OpenAI7 from 'openai7';
import type { Dialect } from '../model/format.js';
import { clients, type Json } from '../tool-loop/scripted-client.fixture.js';
import { type ScriptedTurn, scriptedEvents, scriptedResponse } from '../tool-loop/scripted-provider.fixture.js';
import type { Fetch } from './outgoing.js';
import { vendorWire } from './vendor-wire.fixture.js';

/** What a scripted provider does with one request: a turn of the model, a failure, or never an answer. */
export type Reply = ScriptedTurn | { readonly status: number } | 'hang' | { readonly json: object };
export type Script = (number: number, body: Json) => Reply;

export interface Received {
  readonly text: string;
  readonly body: Json;
  readonly headers: Readonly<Record<string, unknown>>;
  left: boolean;
}

/** A provider of every dialect on a free port, with a model that follows a script. */
export async function scriptedServer(script: Script) {
  const received: Received[] = [];
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const text = Buffer.concat(chunks).toString();
      const request: Received = { text, body: JSON.parse(text) as Json, headers: incoming.headers, left: false };
      response.on('close', () => {
        request.left = !response.writableFinished;
      });
      received.push(request);
      answer(incoming.url ?? '', request, script(received.length, request.body), received.length, response);
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

function answer(path: string, { body }: Received, reply: Reply, number: number, response: ServerResponse): void {
  const headers = { 'x-request-id': `r${number}`, 'request-id': `r${number}` };
  if (reply === 'hang') return;
  if ('status' in reply) {
    response.writeHead(reply.status, { 'content-type': 'application/json', 'retry-after-ms': '1', ...headers });
    response.end('{"error":{"message":"scripted","type":"scripted"}}');
    return;
  }
  const dialect = dialectAt(path);
  const wire = vendorWire(path, body, dialect);
  const scripted = 'json' in reply ? reply.json : scriptedResponse(dialect, reply, number);
  const answered = wire ? wire.answer(scripted) : scripted;
  if (body.stream === true || path.includes('alt=sse')) {
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', ...headers });
    response.end((wire ? wire.events(answered) : scriptedEvents(dialect, answered as Json)).join(''));
  } else {
    const text = JSON.stringify(answered);
    const length = String(Buffer.byteLength(text));
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': length, ...headers });
    response.end(text);
  }
}

function dialectAt(path: string): Dialect {
  if (/\/(?:chat|agents)\/completions/.test(path)) return 'openai-chat';
  if (path.includes('/responses')) return 'openai-responses';
  return path.includes('/messages') ? 'anthropic' : 'gemini';
}

/** One way in which a real SDK asks, and what it makes of the answer, as plain JSON. */
export interface Driver {
  readonly name: string;
  readonly dialect: Dialect;
  ask(server: string, fetch: Fetch, body: Json, how: { stream: boolean; signal?: AbortSignal }): Promise<Json>;
}

const plain = (value: unknown) => JSON.parse(JSON.stringify(value)) as Json;
const OpenAIs: readonly (readonly [string, typeof OpenAI])[] = [
  ['openai 6', OpenAI],
  ['openai 7', OpenAI7 as unknown as typeof OpenAI],
];

export const drivers: readonly Driver[] = [
  ...OpenAIs.map(
    ([name, Client]): Driver => ({
      name: `${name} chat`,
      dialect: 'openai-chat',
      async ask(server, fetch, body, { stream, signal }) {
        const { completions } = new Client({ apiKey: 'k', baseURL: `${server}/v1`, fetch }).chat;
        const options = { signal: signal ?? null };
        if (!stream) return plain(await completions.create(body as never, options));
        const counted = { ...body, stream_options: { include_usage: true } };
        return plain(await completions.stream(counted as never, options).finalChatCompletion());
      },
    }),
  ),
  ...OpenAIs.map(
    ([name, Client]): Driver => ({
      name: `${name} responses`,
      dialect: 'openai-responses',
      async ask(server, fetch, body, { stream, signal }) {
        const { responses } = new Client({ apiKey: 'k', baseURL: `${server}/v1`, fetch });
        const options = { signal: signal ?? null };
        if (stream) return plain(await responses.stream(body as never, options).finalResponse());
        return plain(await responses.create(body as never, options));
      },
    }),
  ),
  {
    name: 'anthropic',
    dialect: 'anthropic',
    async ask(server, fetch, body, { stream, signal }) {
      const { messages } = new Anthropic({ apiKey: 'k', baseURL: server, fetch, logLevel: 'off' });
      const options = { signal: signal ?? null };
      if (stream) return plain(await messages.stream(body as never, options).finalMessage());
      return plain(await messages.create(body as never, options));
    },
  },
  {
    name: 'google gen ai',
    dialect: 'gemini',
    async ask(server, fetch, { contents, ...config }, { stream, signal }) {
      const httpOptions = { baseUrl: server, fetch: fetch as typeof globalThis.fetch };
      const { models } = new GoogleGenAI({ apiKey: 'k', httpOptions });
      const told = { ...config, ...(signal ? { abortSignal: signal } : {}) };
      const request = { model: 'gemini-2.5-pro', contents, config: told } as never;
      if (!stream) return plain(await models.generateContent(request));
      const chunks: Json[] = [];
      for await (const chunk of await models.generateContentStream(request)) chunks.push(plain(chunk));
      const last = chunks.at(-1) as Json;
      const parts = chunks.flatMap((chunk) => chunk.candidates[0].content.parts);
      return { ...last, candidates: [{ ...last.candidates[0], content: { role: 'model', parts } }] };
    },
  },
];

/** A client's results of its own calls, with a text for the tool's output. */
export function toolResults(dialect: Dialect, calls: readonly { id: string; name: string }[], output: string) {
  const text = JSON.stringify(clients[dialect].results(calls));
  return JSON.parse(text.replaceAll('"ok"', () => JSON.stringify(output))) as unknown[];
}

/** The hashes that markers in a request name the tool with. */
export function offeredHashes(body: Json): string[] {
  const strings: string[] = [];
  JSON.stringify(body, (_key, value: unknown) => {
    if (typeof value === 'string') strings.push(value);
    return value;
  });
  return strings.flatMap((text) =>
    [...text.matchAll(/headroom_retrieve with hash=([\w-]+)/g)].map((found) => found[1] ?? ''),
  );
}
