import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { memory } from '@headroom/core';
import { afterEach, describe, expect, it } from 'vitest';
import { CONVERSATIONS, type EchoProvider, echoProvider, rawExchange, rows } from './echo-provider.fixture.js';
import { serveProxy } from './node/serve-proxy.js';
import type { ProxyOptions } from './options.js';
import { createProxy } from './proxy.js';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function between(provider: EchoProvider, options: ProxyOptions = {}) {
  const all = ['anthropic', 'openai', 'gemini', 'chatgpt', 'code-assist'].map((name) => [name, provider.url]);
  const running = await serveProxy(createProxy({ upstreams: Object.fromEntries(all), ...options }), { drainMs: 500 });
  closing.push(provider.close, running.close);
  return running;
}
const simple = () => echoProvider((_, response) => response.end('{}'));

describe('what is not a conversation', () => {
  it('passes with every byte and header as it was, both ways', async () => {
    const provider = await echoProvider((_, response) => {
      response.sendDate = false;
      response.writeHead(207, 'Odd Words', [
        'X-Ratelimit-B',
        '2',
        'x-ratelimit-a',
        '1',
        'Set-Cookie',
        'a=1',
        'X-Odd',
        'caf\u00e9',
        'set-cookie',
        'b=2',
      ]);
      response.write(Buffer.from('one\u0000'));
      response.end('two');
    });
    const { port } = await between(provider);
    for (const method of ['GET', 'PATCH', 'OPTIONS', 'DELETE', 'PUT', 'PROPFIND']) {
      const answer = await rawExchange(
        port,
        Buffer.from(
          `${method} /v1/files/%7Ea%2Fb?x=%20+&x= HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Zed: 1\r\nAuthorization: Bearer k\r\nX-ABLE: \u00e9\r\nx-able: again\r\nConnection: close, X-Gone\r\nX-Gone: 1\r\nTE: trailers\r\nContent-Length: 5\r\n\r\nhe\u0000lo`,
          'latin1',
        ),
      );
      const text = answer.toString('latin1');
      expect(text).toMatch(
        /^HTTP\/1\.1 207 Odd Words\r\nX-Ratelimit-B: 2\r\nx-ratelimit-a: 1\r\nSet-Cookie: a=1\r\nX-Odd: caf\u00e9\r\nset-cookie: b=2\r\n/,
      );
      expect(text).toContain('one\u0000');
      expect(text).not.toMatch(/\r\ndate:|x-headroom/i);
      const got = provider.got.at(-1);
      expect([got?.method, got?.url, got?.body.toString('latin1')]).toEqual([
        method,
        '/v1/files/%7Ea%2Fb?x=%20+&x=',
        'he\u0000lo',
      ]);
      const ours = got?.rawHeaders.join('|') ?? '';
      expect(ours).toContain('X-Zed|1|Authorization|Bearer k|X-ABLE|\u00e9|x-able|again');
      expect(ours).not.toMatch(/gone|trailers/i);
    }
  });

  it('answers HEAD without a body, and with the length of one', async () => {
    const { port } = await between(
      await echoProvider((_, response) => {
        response.writeHead(200, { 'content-length': '1234' });
        response.end();
      }),
    );
    const answer = (
      await rawExchange(port, 'HEAD /api/hello HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n')
    ).toString();
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n[\s\S]*content-length: 1234\r\n/);
    expect(answer.endsWith('\r\n\r\n')).toBe(true);
  });
});

describe.each(Object.entries(CONVERSATIONS))('a conversation of %s', (name, { path, body }) => {
  const send = (port: number, sent: string | Uint8Array, headers: Record<string, string> = {}) =>
    fetch(`http://127.0.0.1:${port}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer k', ...headers },
      body: sent as never,
    });

  it('goes on with the same bytes where nothing can be shortened', async () => {
    const provider = await simple();
    const { port } = await between(provider, { retrieve: { tool: 'mcp__x__headroom_retrieve' } });
    const odd = JSON.stringify(body('short')).replace(
      '{',
      ' {\n"seed" : 12345678901234567890123, "t":1.0,\t"e":"\\u00e9\ud83d\ude00", "e":1e400 ,',
    );
    await send(port, odd);
    expect(provider.got[0]?.body.toString()).toBe(odd);
    for (const [encoding, bytes] of [
      ['gzip', gzipSync(odd)],
      ['br', brotliCompressSync(odd)],
      ['gzip', Buffer.from('damaged')],
      ['x-own', Buffer.from(odd)],
    ] as const) {
      await send(port, bytes, { 'content-encoding': encoding });
      expect(provider.got.at(-1)?.body.equals(bytes)).toBe(true);
      expect(provider.got.at(-1)?.rawHeaders).toContain(encoding);
    }
  });

  it('goes on shorter in its tool output alone, and the same way each time', async () => {
    const provider = await simple();
    const { port } = await between(provider, { retrieve: { tool: 'mcp__x__headroom_retrieve' } });
    const whole = JSON.stringify(body(rows()));
    await send(port, whole, { 'x-headroom-report': 'true' });
    const [first] = provider.got;
    const sent = first?.body.toString() ?? '';
    expect(sent.length).toBeLessThan(whole.length / 2);
    expect(sent).toContain('mcp__x__headroom_retrieve with hash=');
    expect(sent).toContain('lost');
    const at = whole.indexOf(JSON.stringify(rows()));
    expect(sent.startsWith(whole.slice(0, at))).toBe(true);
    expect(sent.endsWith(whole.slice(at + JSON.stringify(rows()).length))).toBe(true);
    expect(first?.rawHeaders.join()).not.toContain('headroom');
    for (const [encoding, bytes] of [
      ['gzip', gzipSync(whole)],
      ['br', brotliCompressSync(whole)],
    ] as const) {
      await send(port, bytes, { 'content-encoding': encoding });
      expect(provider.got.at(-1)?.body.toString()).toBe(sent);
      expect(provider.got.at(-1)?.rawHeaders.join()).not.toMatch(/content-encoding/i);
    }
    await send(port, whole, { 'x-headroom-bypass': 'true' });
    expect(provider.got.at(-1)?.body.toString()).toBe(whole);
    expect(provider.got.at(-1)?.rawHeaders.join()).not.toContain('headroom');
  });

  it('is another one under another name of the client', async () => {
    const provider = await simple();
    const names: string[] = [];
    const store = memory();
    const watched = {
      get: (key: string) => store.get(key),
      set: (key: string, value: string) => {
        if (key.includes('sent-')) names.push(key);
        return store.set(key, value);
      },
      delete: (key: string) => store.delete(key),
    };
    const { port } = await between(provider, { store: watched });
    const whole = JSON.stringify(body(rows()));
    for (const conversation of ['one', 'two', 'one'])
      await send(port, whole, { 'x-headroom-conversation': conversation });
    expect(names.length).toBeGreaterThan(0);
    expect(new Set(names).size).toBe(names.length);
    expect(names.length % 2).toBe(0);
    expect(JSON.stringify(provider.got.map(({ rawHeaders }) => rawHeaders))).not.toContain('headroom');
  });

  it('hears what was done, if it asks', async () => {
    const { port } = await between(await simple());
    const answer = await send(port, JSON.stringify(body(rows())), { 'x-headroom-report': 'true' });
    const { outcome, tokensBefore, tokensAfter } = JSON.parse(answer.headers.get('x-headroom-report') ?? '{}');
    expect(outcome).toBe('compressed');
    expect(tokensAfter).toBeLessThan(tokensBefore / 2);
    expect([...(await send(port, '{}')).headers.keys()].filter((key) => key.startsWith('x-headroom'))).toEqual([]);
  });

  it('gets what the provider says, whatever it is', async () => {
    const said: readonly (readonly [number, string[], string])[] = [
      [429, ['retry-after', '7', 'x-should-retry', 'true'], '{"error":"slow down"}'],
      [529, ['Retry-After', '2'], '{"type":"error","error":{"type":"overloaded_error"}}'],
      [500, [], '<html>broken'],
      [503, ['x-a', '1'], ''],
      [400, [], '{"error":{"message":"thinking blocks cannot be modified"}}'],
      [307, ['location', 'https://elsewhere.example/'], ''],
      [666, [], 'beyond'],
    ];
    let at = 0;
    const provider = await echoProvider((_, response) => {
      const [status, headers, text] = said[at++] ?? [200, [], ''];
      response.writeHead(status, ['content-type', 'application/json', ...headers]);
      response.end(text);
    });
    const { port } = await between(provider);
    for (const [status, headers, text] of said) {
      const sent = JSON.stringify(body(rows()));
      const raw = (
        await rawExchange(
          port,
          `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(sent)}\r\n\r\n${sent}`,
        )
      ).toString();
      expect(raw.startsWith(`HTTP/1.1 ${status} `)).toBe(true);
      for (let i = 0; i < headers.length; i += 2) expect(raw).toContain(`${headers[i]}: ${headers[i + 1]}\r\n`);
      expect(raw).toContain(text);
    }
    expect(provider.got).toHaveLength(said.length);
  });

  it('fails in the words of its wire where there is no provider, once', async () => {
    const provider = await simple();
    const { port } = await between(provider);
    await provider.close();
    const answer = await send(port, JSON.stringify(body(rows())));
    expect(answer.status).toBe(502);
    const { error, type } = (await answer.json()) as { error: { message: string }; type?: string };
    expect([error.message.includes('ECONNREFUSED'), type ?? 'none']).toEqual([
      true,
      name === 'anthropic' ? 'error' : 'none',
    ]);
  });

  it('is refused where it is too long, inflated or not', async () => {
    const provider = await simple();
    const { port } = await between(provider, { maxBytes: 20_000 });
    const long = JSON.stringify(body('x'.repeat(30_000)));
    expect((await send(port, long)).status).toBe(413);
    expect((await send(port, gzipSync(long), { 'content-encoding': 'gzip' })).status).toBe(413);
    expect(provider.got).toHaveLength(0);
  });

  it('is given up at the provider when the client goes', async () => {
    let gone = false;
    const provider = await echoProvider((_, response) => {
      response.on('close', () => {
        gone = true;
      });
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('data: {}\n\n');
    });
    const { port } = await between(provider);
    const leave = new AbortController();
    const asked = fetch(`http://127.0.0.1:${port}${path}`, {
      method: 'POST',
      body: JSON.stringify(body(rows())),
      signal: leave.signal,
    });
    asked.catch(() => undefined);
    while (provider.got.length === 0) await sleep(5);
    await sleep(20);
    leave.abort();
    for (let i = 0; i < 200 && !gone; i++) await sleep(5);
    expect(gone).toBe(true);
  });
});

describe('zstd', () => {
  it('is read and taken off where something is shortened', async () => {
    const provider = await simple();
    const { port } = await between(provider, { retrieve: { tool: 'mcp__x__headroom_retrieve' } });
    const bytes = readFileSync(new URL('./fixtures/responses.json.zst', import.meta.url));
    const headers = { 'content-encoding': 'zstd', 'content-type': 'application/json' };
    const send = (sent: Buffer) =>
      fetch(`http://127.0.0.1:${port}/v1/responses`, { method: 'POST', headers, body: new Uint8Array(sent) });
    await send(bytes);
    const body = JSON.parse(provider.got[0]?.body.toString() ?? '{}');
    expect(body.input[2].output).toContain('headroom_retrieve with hash=');
    expect(provider.got[0]?.rawHeaders.join()).not.toMatch(/zstd/);
    await send(bytes.subarray(0, 40));
    expect(provider.got[1]?.body.equals(bytes.subarray(0, 40))).toBe(true);
  });
});
