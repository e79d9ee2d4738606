import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Wire } from '../wire/chat.js';
import { type Json, listIn, parseObject, textOf } from '../wire/json.js';
import { decide } from './decide.js';
import { promptCache } from './prompt-cache.js';
import { readSeen } from './seen.js';
import { WRITERS } from './write-answer.js';

/** The model that the scripted provider pretends to be priced as, by wire. */
export const SCRIPTED_MODELS: Readonly<Record<Wire['name'], string>> = {
  openai: 'gpt-5-mini',
  anthropic: 'claude-sonnet-4-5',
  gemini: 'gemini-2.5-flash',
};

const ROUTES: readonly (readonly [RegExp, Wire['name']])[] = [
  [/\/chat\/completions$/, 'openai'],
  [/\/messages$/, 'anthropic'],
  [/\/models\/[^/]+:generateContent$/, 'gemini'],
];

const KEYS = { openai: 'authorization', anthropic: 'x-api-key', gemini: 'x-goog-api-key' } as const;

async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

/** What a prefix is made of, part by part: tools and system first, then each message, without marks for the cache. */
function partsOf(body: Json): string[] {
  const { messages, contents, ...rest } = body;
  const head = { tools: rest.tools, system: rest.system ?? rest.systemInstruction };
  const list = listIn(messages ? { messages } : { messages: contents }, 'messages');
  const plain = (value: unknown) =>
    JSON.stringify(value, (name, inner: unknown) => (name === 'cache_control' ? undefined : inner)) ?? '';
  const [first = '', ...others] = list.map(plain);
  // A chat's first message is its system prompt.
  return rest.system || rest.systemInstruction ? [plain(head), first, ...others] : [plain(head) + first, ...others];
}

/** What is wrong with a request, as a provider would see it: a result without its call. */
function problemOf(wire: Wire['name'], body: Json): string | undefined {
  if (wire !== 'gemini' && textOf(body.model) === '') return 'model is missing';
  const seen = readSeen(wire, body);
  return seen.results.some(({ call }) => call.name === '') ? 'a tool result answers no call' : undefined;
}

export interface ScriptedServer {
  readonly url: string;
  /** Requests that were answered. */
  readonly requests: number;
  close(): Promise<void>;
}

/**
 * A provider on loopback that speaks Chat Completions, Anthropic's Messages and Gemini's generateContent, without streaming. Its
 * model is a program that answers from what it reads in the request and nothing else ({@link decide}).
 */
export async function serveScripted(): Promise<ScriptedServer> {
  const caches = new Map<string, ReturnType<typeof promptCache>>();
  const count = { requests: 0 };
  const server = createServer(async (request, response) => {
    const reply = (status: number, value: object) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(value));
    };
    const path = (request.url ?? '').replace(/\?.*/, '');
    const wire = ROUTES.find(([pattern]) => pattern.test(path))?.[1];
    if (!wire || request.method !== 'POST') return reply(404, { error: { message: 'no such endpoint' } });
    if (request.headers[KEYS[wire]] === undefined) return reply(401, { error: { message: 'no key' } });
    const body = parseObject(await readBody(request));
    const problem = problemOf(wire, body);
    if (problem !== undefined) return reply(400, { error: { message: problem } });
    const model = textOf(body.model) || (/models\/([^:]+):/.exec(path)?.[1] ?? '');
    const cache = caches.get(model) ?? promptCache(model);
    caches.set(model, cache);
    const action = decide(readSeen(wire, body));
    const shared = cache.share(partsOf(body));
    const output = cache.tokens('say' in action ? action.say : JSON.stringify(action.calls)) + 4;
    reply(200, WRITERS[wire]({ action, shared, output, turn: ++count.requests, model }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    get requests() {
      return count.requests;
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
