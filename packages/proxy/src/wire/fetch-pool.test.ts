import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { CONVERSATIONS, echoProvider, rows } from '../echo-provider.fixture.js';
import { createProxy } from '../proxy.js';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function through(answer: Parameters<typeof echoProvider>[0]) {
  const provider = await echoProvider(answer);
  const proxy = createProxy({ upstreams: { anthropic: provider.url, openai: provider.url }, fetch });
  closing.push(provider.close, () => proxy.close());
  const ask = (path: string, init: RequestInit = {}) => proxy.fetch(new Request(`http://127.0.0.1${path}`, init));
  return { ask, provider };
}

describe('a proxy that sends by fetch', () => {
  it('shortens a conversation, with the same bytes again, and streams its answer', async () => {
    const { ask, provider } = await through((_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'x-request-id': 'r' });
      response.write('event: ping\ndata: {"type":"ping"}\n\n');
      setTimeout(() => response.end('event: message_stop\ndata: {"type":"message_stop"}\n\n'), 30);
    });
    const { path, body } = CONVERSATIONS.anthropic as (typeof CONVERSATIONS)[string];
    const init = { method: 'POST', body: JSON.stringify(body(rows())), headers: { 'X-Api-Key': 'k', 'x-own': 'é' } };
    for (let i = 0; i < 2; i++) {
      const answer = await ask(path, init);
      expect([answer.status, answer.headers.get('x-request-id')]).toEqual([200, 'r']);
      expect(await answer.text()).toContain('message_stop');
    }
    const [one, two] = provider.got;
    expect(one?.body.length).toBeLessThan(init.body.length);
    expect(two?.body.equals(one?.body ?? Buffer.of())).toBe(true);
    expect(one?.rawHeaders.join('\n')).toContain('x-api-key\nk');
    expect(one?.url).toBe(path);
  });

  it('gives back what a provider compressed all the same, its redirects, and what it refuses', async () => {
    const { ask } = await through(({ url }, response) => {
      if (url.endsWith('/gzip')) {
        response.writeHead(200, { 'content-encoding': 'gzip', 'content-type': 'application/json' });
        return response.end(gzipSync('{"a":1}'));
      }
      response.writeHead(url.endsWith('/away') ? 302 : 429, {
        location: 'http://elsewhere.example/',
        'retry-after': '7',
      });
      response.end('{"error":1}');
    });
    const zipped = await ask('/v1/gzip');
    expect([zipped.headers.get('content-encoding'), await zipped.text()]).toEqual([null, '{"a":1}']);
    expect((await ask('/v1/away')).headers.get('location')).toBe('http://elsewhere.example/');
    const refused = await ask('/v1/files', { method: 'POST', body: 'x' });
    expect([refused.status, refused.headers.get('retry-after'), await refused.text()]).toEqual([
      429,
      '7',
      '{"error":1}',
    ]);
  });

  it('says so where the provider cannot be reached, and takes nothing but a function', async () => {
    const proxy = createProxy({ upstreams: { openai: 'http://127.0.0.1:9' }, fetch });
    expect((await proxy.fetch(new Request('http://127.0.0.1/v1/models'))).status).toBe(502);
    expect(() => createProxy({ fetch: 'x' as never })).toThrow('`fetch`');
  });
});
