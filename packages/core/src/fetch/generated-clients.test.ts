import { HTTPClient, Mistral } from '@mistralai/mistralai';
import { OpenRouter, HTTPClient as OpenRouterHTTPClient } from '@openrouter/sdk';
import OpenAI from 'openai';
import OpenAI7 from 'openai7';
import { afterEach, describe, expect, it } from 'vitest';
import { RETRIEVE_TOOL } from '../ccr/tool.js';
import { payload } from '../testing/payloads.js';
import type { Json } from '../tool-loop/scripted-client.fixture.js';
import { headroomFetch } from './headroom-fetch.js';
import type { Fetch } from './outgoing.js';
import { type Script, scriptedServer } from './retrieve-server.fixture.js';
import { withHeadroom } from './with-headroom.js';

const output = payload('json', 7, 150);
const QUESTION = 'Which request had the highest latency?';
const image = { type: 'image_url' as const, imageUrl: { url: 'data:image/png;base64,iVBORw0KGgo=' } };
const toolCalls = [{ id: 'call12345', type: 'function' as const, function: { name: 'query', arguments: '{"n":1}' } }];
const tool = { type: 'function' as const, function: { name: 'query', parameters: { type: 'object' } } };
const found = { text: 'Found it.' };

const open: { close(): void }[] = [];
afterEach(() => {
  for (const server of open.splice(0)) server.close();
});

async function serve(script: Script = () => found) {
  const server = await scriptedServer(script);
  open.push(server);
  return server;
}

/** What one of the two clients is asked for, with every kind of part it knows. */
const MESSAGES = [
  { role: 'system' as const, content: payload('json', 1, 60) },
  { role: 'user' as const, content: [{ type: 'text' as const, text: QUESTION }, image] },
  { role: 'assistant' as const, content: payload('json', 2, 60), toolCalls },
  { role: 'tool' as const, toolCallId: 'call12345', content: output },
];
const mistralBody = { model: 'mistral-large-latest', messages: MESSAGES, tools: [tool], randomSeed: 7 };
const agentBody = { agentId: 'ag_1', messages: MESSAGES.slice(1), tools: [tool] };
const chatRequest = {
  model: 'openai/gpt-4o',
  messages: MESSAGES,
  tools: [tool],
  seed: 7,
  provider: { sort: 'price' as const },
};
const responsesRequest = {
  model: 'openai/gpt-4o',
  input: [
    { role: 'user' as const, content: QUESTION },
    { type: 'function_call' as const, callId: 'c', id: 'fc', name: 'query', arguments: '{}' },
    { type: 'function_call_output' as const, callId: 'c', output },
  ],
};

type Ask = (server: string, fetch: Fetch) => Promise<unknown>;
const mistral = (serverURL: string, fetcher: Fetch) =>
  new Mistral({ apiKey: 'k', serverURL, httpClient: new HTTPClient({ fetcher }) });
const openrouter = (server: string, fetcher: Fetch) =>
  new OpenRouter({ apiKey: 'k', serverURL: `${server}/api/v1`, httpClient: new OpenRouterHTTPClient({ fetcher }) });
const clientsOf = (server: string) => ({
  mistral: mistral(server, headroomFetch()),
  openrouter: openrouter(server, headroomFetch()),
});
type Clients = ReturnType<typeof clientsOf>;
const text = async (events: AsyncIterable<unknown>) => {
  const all: unknown[] = [];
  for await (const event of events) all.push(event);
  return JSON.stringify(all);
};

const ways: readonly (readonly [string, Ask])[] = [
  ['mistral chat.complete', (server, fetch) => mistral(server, fetch).chat.complete(mistralBody)],
  ['mistral chat.stream', async (server, fetch) => text(await mistral(server, fetch).chat.stream(mistralBody))],
  ['mistral agents.complete', (server, fetch) => mistral(server, fetch).agents.complete(agentBody)],
  ['openrouter chat.send', (server, fetch) => openrouter(server, fetch).chat.send({ chatRequest })],
  [
    'openrouter chat.send, streamed',
    async (server, fetch) =>
      text((await openrouter(server, fetch).chat.send({ chatRequest: { ...chatRequest, stream: true } })) as never),
  ],
  ['openrouter responses.send', (server, fetch) => openrouter(server, fetch).responses.send({ responsesRequest })],
  [
    'openrouter callModel',
    (server, fetch) =>
      openrouter(server, fetch)
        .callModel(responsesRequest as never)
        .getText(),
  ],
];

describe('clients that send Request objects', () => {
  it.each(ways)('%s sends less, and everything else as without', async (_, ask) => {
    const [without, server] = [await serve(), await serve()];
    const plain = await ask(without.address, globalThis.fetch);
    expect(await ask(server.address, headroomFetch())).toEqual(plain);
    const [before, after] = [without.received[0], server.received[0]];
    const literal = JSON.stringify(output);
    expect(before?.text).toContain(literal);
    const [head = '', tail = ''] = before?.text.split(literal) ?? [];
    expect(after?.text.startsWith(head)).toBe(true);
    expect(after?.text.endsWith(tail)).toBe(true);
    expect(after?.text.length).toBeLessThan((before?.text.length ?? 0) * 0.8);
    const { host, ...headers } = after?.headers ?? {};
    expect(`http://${host}`).toBe(server.address);
    const length = String(Buffer.byteLength(after?.text ?? ''));
    expect({ ...headers, host: before?.headers.host }).toEqual({ ...before?.headers, 'content-length': length });
    expect(headers.authorization).toBe('Bearer k');
  });

  it.each([
    ['mistral', (client: Clients, options: object) => client.mistral.chat.complete(mistralBody, options)],
    ['openrouter', (client: Clients, options: object) => client.openrouter.chat.send({ chatRequest }, options)],
  ])('%s sees errors, tries again and gives up as without', async (_, ask) => {
    const server = await serve((n) => (n === 1 ? { status: 401 } : n < 4 ? { status: 503 } : n === 4 ? found : 'hang'));
    const client = clientsOf(server.address);
    await expect(ask(client, {})).rejects.toMatchObject({ statusCode: 401 });
    const backoff = { initialInterval: 1, maxInterval: 2, exponent: 1, maxElapsedTime: 5000 };
    await ask(client, { retries: { strategy: 'backoff', backoff, retryConnectionErrors: false } });
    expect(server.received).toHaveLength(4);
    expect(new Set(server.received.map(({ text }) => text)).size).toBe(1);
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 50);
    await expect(ask(client, { fetchOptions: { signal: controller.signal } })).rejects.toThrow(/abort/i);
    await expect.poll(() => server.received[4]?.left).toBe(true);
  });

  it('counts the rounds of a stream once, after the finish', async () => {
    const asked = { calls: [{ id: 'r', name: RETRIEVE_TOOL, input: { hash: '0000000000' } }] };
    const server = await serve((n) => (n === 1 ? { text: 'Looking.', ...asked } : found));
    const client = openrouter(server.address, headroomFetch({ retrieve: true }));
    const events = await client.chat.send({ chatRequest: { ...chatRequest, stream: true } });
    const chunks: Json[] = [];
    for await (const chunk of events as unknown as AsyncIterable<Json>) chunks.push(chunk);
    expect(chunks.flatMap(({ usage }) => usage?.promptTokens ?? [])).toEqual([200]);
    const ends = chunks.map(({ choices, usage }) => choices[0]?.finishReason ?? (usage ? 'counted' : ''));
    expect(ends.filter(Boolean)).toEqual(['stop', 'counted']);
  });
});

describe('withHeadroom on generated clients', () => {
  it.each([
    ['mistral', (client: Clients) => client.mistral, (client: Clients) => client.mistral.chat.complete(mistralBody)],
    [
      'openrouter',
      (client: Clients) => client.openrouter,
      (client: Clients) => client.openrouter.chat.send({ chatRequest }),
    ],
  ])('%s: a copy of its class and settings, its own HTTP client and hooks in use', async (_, pick, ask) => {
    const server = await serve();
    const hooked: string[] = [];
    const hook = (request: Request) => void hooked.push(request.headers.get('authorization') ?? '');
    const httpClient = new HTTPClient().addHook('beforeRequest', hook);
    const given = {
      mistral: new Mistral({ apiKey: 'k', serverURL: server.address, httpClient, userAgent: 'mine/1' }),
      openrouter: new OpenRouter({
        apiKey: 'k',
        serverURL: `${server.address}/api/v1`,
        httpClient: new OpenRouterHTTPClient().addHook('beforeRequest', hook),
        userAgent: 'mine/1',
      }),
    };
    const copy = withHeadroom(pick(given));
    expect(copy).toBeInstanceOf(pick(given).constructor);
    await ask({ ...given, mistral: copy as Mistral, openrouter: copy as OpenRouter });
    await ask(given);
    const [shorter, plain] = server.received;
    expect(shorter?.text.length).toBeLessThan((plain?.text.length ?? 0) * 0.8);
    expect(shorter?.headers['user-agent']).toBe(plain?.headers['user-agent']);
    expect(hooked).toEqual(['Bearer k', 'Bearer k']);
  });

  it('takes clients without an HTTP client of their own', async () => {
    const server = await serve();
    const client = withHeadroom(new Mistral({ apiKey: 'k', serverURL: server.address }));
    await client.chat.complete(mistralBody);
    expect(server.received[0]?.text).not.toContain(JSON.stringify(output));
  });
});

describe.each([
  ['openai 6', OpenAI],
  ['openai 7', OpenAI7 as unknown as typeof OpenAI],
])('%s at another address', (_, Client) => {
  it.each(['/api/v1', '', '/v1', '/engines/mistral-large'])('%s', async (path) => {
    const server = await serve();
    const client = withHeadroom(new Client({ apiKey: 'k', baseURL: `${server.address}${path}` }));
    const body = {
      model: 'mistral/mistral-large-latest',
      messages: [
        { role: 'user' as const, content: QUESTION },
        { role: 'assistant' as const, tool_calls: toolCalls },
        { role: 'tool' as const, tool_call_id: 'call12345', content: output },
      ],
      provider: { sort: 'price' },
    };
    const answer = await client.chat.completions.create(body);
    expect(answer.choices[0]?.message.content).toBe('Found it.');
    const sent = server.received[0]?.body ?? {};
    expect(sent).toEqual({
      ...body,
      messages: [...body.messages.slice(0, 2), { ...body.messages[2], content: sent.messages[2].content }],
    });
    expect(sent.messages[2].content.length).toBeLessThan(output.length * 0.8);
  });
});
