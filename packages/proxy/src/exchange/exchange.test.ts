import { gzipSync } from 'node:zlib';
import { type Dialect, memory } from '@headroom/core';
import { afterEach, describe, expect, it } from 'vitest';
import { echoProvider, rows } from '../echo-provider.fixture.js';
import { serveProxy } from '../node/serve-proxy.js';
import { createProxy } from '../proxy.js';
import { replay } from '../thirty-turns.fixture.js';
import type { Exchange } from './exchange.js';
import { sessionOf } from './session-of.js';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const DIALECTS: readonly Dialect[] = ['anthropic', 'openai-chat', 'openai-responses', 'gemini'];
const counted = { input_tokens: 5, cache_read_input_tokens: 900, cache_creation_input_tokens: 70, output_tokens: 3 };
const usage = { input: 5, cacheRead: 900, cacheWrite: 70, output: 3 };

async function around(answer: Parameters<typeof echoProvider>[0], told: (exchange: Exchange) => void) {
  const provider = await echoProvider(answer);
  const proxy = createProxy({
    upstreams: { anthropic: provider.url },
    onExchange: told,
    tenant: 'me',
    retrieve: false,
  });
  const running = await serveProxy(proxy, { drainMs: 500 });
  closing.push(provider.close, running.close);
  return async (body: unknown, headers: Readonly<Record<string, string>> = {}) => {
    const init = {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    };
    const response = await fetch(`http://127.0.0.1:${running.port}/v1/messages`, init);
    return Buffer.from(await response.arrayBuffer());
  };
}

const conversation = {
  model: 'claude-sonnet-4-5',
  max_tokens: 9,
  messages: [
    { role: 'user', content: 'Which row differs?' },
    { role: 'assistant', content: [{ type: 'tool_use', id: 't1', name: 'query', input: {} }] },
    { role: 'user', content: [{ type: 'tool_result', tool_use_id: 't1', content: rows() }] },
  ],
};
const settled = () => new Promise((resolve) => setTimeout(resolve, 60));

describe('what is told of an exchange', () => {
  it.each(DIALECTS)('%s: no request of a long session begins otherwise than the one before it', async (dialect) => {
    const told: Exchange[] = [];
    const one = { onExchange: (exchange: Exchange) => void told.push(exchange) };
    await replay({ dialect, seed: 3, turns: 12, proxies: [one], store: memory() });
    await settled();
    expect(told.map(({ prefix }) => prefix)).toEqual(['first', ...Array(11).fill('kept')]);
    expect(new Set(told.map(({ session }) => session)).size).toBe(1);
    expect(new Set(told.map(({ wire }) => wire))).toEqual(new Set([dialect]));
    expect(told.every(({ status, report }) => status === 200 && report.outcome !== 'skipped')).toBe(true);
  });

  it('has what the provider counted, the session’s name, and the texts that became shorter', async () => {
    const told: Exchange[] = [];
    const texts: unknown[] = [];
    const post = await around(
      (_, response) => response.setHeader('content-type', 'application/json').end(JSON.stringify({ usage: counted })),
      (exchange) => {
        told.push(exchange);
        texts.push(
          ...exchange.texts().map(({ original, sent }) => [original === rows(), sent.length < original.length]),
        );
      },
    );
    await post(conversation, { 'x-claude-code-session-id': 'abc-1' });
    await settled();
    expect(told).toHaveLength(1);
    expect(told[0]).toMatchObject({
      tenant: 'me',
      session: 'abc-1',
      model: 'claude-sonnet-4-5',
      usage,
      prefix: 'first',
    });
    expect(texts).toEqual([[true, true]]);
  });

  it('is the same for an encoded answer, which goes out as it came', async () => {
    const told: Exchange[] = [];
    const body = gzipSync(JSON.stringify({ usage: counted }));
    const post = await around(
      (_, response) =>
        response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end(body),
      (exchange) => void told.push(exchange),
    );
    expect(JSON.parse((await post(conversation)).toString())).toEqual({ usage: counted });
    await settled();
    expect(told[0]?.usage).toEqual(usage);
  });

  it('comes once for an answer that breaks off, and for a refusal; and nobody who listens can hurt a request', async () => {
    const told: Exchange[] = [];
    let nth = 0;
    const post = await around(
      (_, response) => {
        if (nth++ === 0) return response.writeHead(529, { 'content-type': 'application/json' }).end('{"error":{}}');
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write(`data: ${JSON.stringify({ type: 'message_start', message: { usage: counted } })}\n\n`);
        setTimeout(() => response.destroy(), 30);
      },
      (exchange) => {
        told.push(exchange);
        throw new Error('listener');
      },
    );
    expect((await post(conversation)).toString()).toBe('{"error":{}}');
    await post(conversation).catch(() => undefined);
    await settled();
    expect(told.map(({ status, usage: one, prefix }) => [status, one?.cacheRead, prefix])).toEqual([
      [529, undefined, undefined],
      [200, 900, 'first'],
    ]);
  });
});

describe('the name of a session', () => {
  it('is the client’s own, wherever it stands', () => {
    const user = (id: string) => ({ metadata: { user_id: id } });
    expect(sessionOf('mine', ['session-id', 'other'], {})).toBe('mine');
    expect(sessionOf(undefined, ['Session-Id', 'codex-1'], {})).toBe('codex-1');
    expect(sessionOf(undefined, [], user('user_1_account__session_7f-1'))).toBe('7f-1');
    expect(sessionOf(undefined, [], user('{"device_id":"d","session_id":"s-9"}'))).toBe('s-9');
    expect(sessionOf(undefined, [], { prompt_cache_key: 'key-1' })).toBe('key-1');
  });

  it('is made of how the conversation begins where there is none, and of nothing that can be read', () => {
    const begins = { system: 's', messages: [{ role: 'user', content: 'my secret' }] };
    const later = { ...begins, messages: [...begins.messages, { role: 'assistant', content: 'x' }] };
    const name = sessionOf(undefined, [], begins);
    expect(name).toMatch(/^begins-[0-9a-f]{16}$/);
    expect(sessionOf(undefined, [], later)).toBe(name);
    expect(sessionOf(undefined, [], { ...begins, system: 't' })).not.toBe(name);
    expect(sessionOf('<script>', [], begins)).toBe(name);
    expect(sessionOf(undefined, [], 'text')).toMatch(/^begins-/);
  });
});
