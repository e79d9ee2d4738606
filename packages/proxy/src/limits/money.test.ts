import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { chunkFrame } from '../backends/aws-double.fixture.js';
import { echoProvider } from '../echo-provider.fixture.js';
import { serveProxy } from '../node/serve-proxy.js';
import type { ProxyOptions, TenantLimits } from '../options.js';
import { createProxy } from '../proxy.js';
import { UsageReader } from '../usage/usage-reader.js';
import { createLimits } from './limits.js';
import { Money } from './money.js';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const sse = (...events: object[]) => events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join('');
const STARTED = {
  type: 'message_start',
  message: {
    model: 'claude-sonnet-4-5-20250929',
    usage: { input_tokens: 10, cache_read_input_tokens: 100, cache_creation_input_tokens: 1000, output_tokens: 1 },
  },
};
const EVENTS = [
  STARTED,
  { type: 'ping' },
  { type: 'message_delta', usage: { output_tokens: 50 } },
  { type: 'message_stop' },
];
/** 10 at 3, 100 at .3, 1000 at 3.75 and 50 at 15 dollars for a million. */
const COST = (10 * 3 + 100 * 0.3 + 1000 * 3.75 + 50 * 15) / 1e6;

describe('usage', () => {
  const read = (text: string, isStream: boolean, size = 7) => {
    const reader = new UsageReader(isStream);
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; at += size) reader.push(bytes.subarray(at, at + size));
    return reader.end();
  };
  it.each([
    ['anthropic', sse(...EVENTS), true, [10, 100, 1000, 50], 'claude-sonnet-4-5-20250929'],
    [
      'anthropic, whole',
      JSON.stringify({ model: 'm', usage: { input_tokens: 3, output_tokens: 2 } }),
      false,
      [3, 0, 0, 2],
      'm',
    ],
    [
      'openai-chat',
      sse(
        { model: 'gpt-5', choices: [] },
        { model: 'gpt-5', usage: null },
        {
          usage: { prompt_tokens: 30, completion_tokens: 4, prompt_tokens_details: { cached_tokens: 20 } },
        },
      ),
      true,
      [10, 20, 0, 4],
      'gpt-5',
    ],
    [
      'openai-responses',
      sse(
        { response: { model: 'gpt-5', usage: null } },
        {
          response: {
            model: 'gpt-5',
            usage: { input_tokens: 30, output_tokens: 4, input_tokens_details: { cached_tokens: 20 } },
          },
        },
      ),
      true,
      [10, 20, 0, 4],
      'gpt-5',
    ],
    [
      'code-assist',
      sse(
        { response: { modelVersion: 'g', usageMetadata: { promptTokenCount: 30 } } },
        {
          response: {
            usageMetadata: {
              promptTokenCount: 30,
              cachedContentTokenCount: 5,
              candidatesTokenCount: 4,
              thoughtsTokenCount: 6,
            },
          },
        },
      ),
      true,
      [25, 5, 0, 10],
      'g',
    ],
    [
      'gemini, a list',
      JSON.stringify([
        { usageMetadata: { promptTokenCount: 1 } },
        { modelVersion: 'g', usageMetadata: { promptTokenCount: 2, candidatesTokenCount: 1 } },
      ]),
      false,
      [2, 0, 0, 1],
      'g',
    ],
  ])('of %s is read, wherever it is cut', (_, text, isStream, [input, cached, written, output], model) => {
    for (const size of [1, 7, 1000]) {
      const { usage, model: named } = read(text, isStream, size);
      expect([usage, named]).toEqual([{ input, cacheRead: cached, cacheWrite: written, output }, model]);
    }
  });

  it('is none where nothing is said', () => {
    expect(read(sse({ model: 'm', choices: [] }, { choices: [] }), true)).toEqual({
      usage: undefined,
      model: 'm',
      events: 2,
    });
    expect(read('<html>', false)).toEqual({ usage: undefined, model: undefined, events: 0 });
  });
});

describe('money', () => {
  const million = { input: 1e6, cacheRead: 0, cacheWrite: 0, output: 0 };
  it('has the price of the model under whichever name, and of the dearest for one that nobody knows', () => {
    const money = new Money();
    for (const name of [
      'claude-sonnet-4-5',
      'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
      'claude-sonnet-4-5@20250929',
      'anthropic/claude-sonnet-4-5',
    ])
      expect(money.of(million, name), name).toBe(3);
    expect(money.of(million, 'mine')).toBe(15);
    const own = new Money({ mine: { input: 2, cached: 1 }, other: 7 });
    expect([own.of({ ...million, output: 1e6 }, 'mine'), own.of(million, undefined)]).toEqual([12, 7]);
  });
});

describe('dollars a day', () => {
  const answers: Readonly<Record<string, readonly [type: string, body: Buffer, encoding?: string]>> = {
    stream: ['text/event-stream', Buffer.from(sse(...EVENTS))],
    json: [
      'application/json',
      Buffer.from(JSON.stringify({ ...STARTED.message, usage: { ...STARTED.message.usage, output_tokens: 50 } })),
    ],
    gzip: [
      'application/json',
      gzipSync(JSON.stringify({ ...STARTED.message, usage: { ...STARTED.message.usage, output_tokens: 50 } })),
      'gzip',
    ],
    frames: [
      'application/vnd.amazon.eventstream',
      Buffer.concat(EVENTS.map((event) => chunkFrame(JSON.stringify(event)))),
    ],
    silent: ['text/event-stream', Buffer.from(sse({ choices: [] }, { choices: [] }))],
  };
  async function limited(kind: string, limits: TenantLimits, more: ProxyOptions = {}) {
    const [type, body, encoding] = answers[kind] as (typeof answers)[string];
    const provider = await echoProvider((_, response) => {
      response.writeHead(200, { 'content-type': type, ...(encoding && { 'content-encoding': encoding }) });
      response.end(body);
    });
    const upstreams = { anthropic: provider.url, openai: provider.url };
    const running = await serveProxy(createProxy({ upstreams, limits, ...more }), { drainMs: 0 });
    closing.push(provider.close, running.close);
    const ask = async (path = '/v1/messages', headers: Record<string, string> = {}, members: object = {}) => {
      const asked = { model: 'claude-sonnet-4-5', max_tokens: 1, messages: [], pad: 'x'.repeat(4000), ...members };
      const sent = JSON.stringify(asked);
      const answer = await fetch(`http://127.0.0.1:${running.port}${path}`, {
        method: 'POST',
        body: sent,
        headers: { 'x-api-key': 'k', ...headers },
      });
      const bytes = Buffer.from(await answer.arrayBuffer());
      return { status: answer.status, bytes, retryAfter: Number(answer.headers.get('retry-after')) };
    };
    return { ask, body };
  }

  it.each(['stream', 'json', 'gzip', 'frames'])(
    'are counted from an answer in the form of %s, which stays as it is',
    async (kind) => {
      for (const headers of [{}, { 'x-headroom-bypass': 'true' }] as Record<string, string>[]) {
        const { ask, body } = await limited(kind, { dollarsPerDay: COST * 2.5 });
        for (let i = 0; i < 3; i++) {
          const { status, bytes } = await ask('/v1/messages', headers);
          expect([status, kind === 'gzip' || bytes.equals(body)]).toEqual([200, true]);
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
        const { status, bytes, retryAfter } = await ask('/v1/messages', headers);
        expect([status, JSON.parse(bytes.toString()).error.type]).toEqual([429, 'rate_limit_error']);
        expect(retryAfter).toBeGreaterThan(80_000);
        expect((await ask('/v1/messages', { ...headers, 'x-api-key': 'another' })).status).toBe(200);
      }
    },
  );

  it.each(['stream', 'json', 'gzip'])(
    'are counted from an answer in the form of %s that is looked through for calls of ours',
    async (kind) => {
      const tools = [{ name: 'query', description: 'Runs a query', input_schema: { type: 'object', properties: {} } }];
      const messages = [{ role: 'user', content: 'Which order failed?' }];
      const exchanges: unknown[] = [];
      const unlimited = await limited(kind, {});
      const first = await unlimited.ask('/v1/messages', {}, { tools, messages });
      expect(first.bytes.toString()).toBe((kind === 'gzip' ? gunzipSync(unlimited.body) : unlimited.body).toString());
      for (const more of [{}, { onExchange: (exchange: unknown) => void exchanges.push(exchange) }]) {
        const { ask, body } = await limited(kind, { dollarsPerDay: COST * 1.5 }, more);
        const plain = kind === 'gzip' ? gunzipSync(body) : body;
        for (const expected of [200, 200, 429]) {
          const { status, bytes } = await ask('/v1/messages', {}, { tools, messages });
          expect(status).toBe(expected);
          if (status === 200) expect(bytes.toString()).toBe(plain.toString());
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
      }
      expect(exchanges).toHaveLength(2);
    },
  );

  it('are estimated where the answer says nothing, for conversations alone', async () => {
    const { ask } = await limited('silent', { dollarsPerDay: 0.02 });
    expect((await ask('/v1/chat/completions')).status).toBe(200);
    // A thousand tokens at the price of the dearest model.
    expect((await ask('/v1/chat/completions')).status).toBe(200);
    expect((await ask('/v1/chat/completions')).status).toBe(429);
    const other = await limited('silent', { dollarsPerDay: 0.02 });
    for (let i = 0; i < 5; i++) expect((await other.ask('/v1/moderations')).status).toBe(200);
    for (let i = 0; i < 5; i++) expect((await other.ask('/v1/messages/count_tokens')).status).toBe(200);
  });

  it('are counted from frames too', async () => {
    const limits = createLimits({ dollarsPerDay: 1 });
    const usage = { input_tokens: 1_000_000, output_tokens: 0 };
    limits.frame('a', JSON.stringify({ type: 'response.completed', response: { model: 'gpt-5', usage } }));
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect([await limits.request('a'), await limits.request('b')]).toEqual([expect.any(Number), undefined]);
  });

  it('must be more than none', () => {
    for (const dollarsPerDay of [0, -1, Number.NaN, '5'])
      expect(() => createProxy({ limits: { dollarsPerDay } as TenantLimits })).toThrow('limits.dollarsPerDay');
  });
});
