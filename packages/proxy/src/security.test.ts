import { memory } from '@headroom/core';
import { afterEach, describe, expect, it } from 'vitest';
import { CONVERSATIONS, echoProvider, rawExchange, rows } from './echo-provider.fixture.js';
import { type ListenOptions, serveProxy } from './node/serve-proxy.js';
import type { ProxyOptions } from './options.js';
import { createProxy } from './proxy.js';
import type { Route } from './upstreams.js';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function serving(options: ProxyOptions = {}, listen: ListenOptions = {}) {
  const provider = await echoProvider((_, response) => response.end('{}'));
  const upstreams = Object.fromEntries(
    ['anthropic', 'openai', 'gemini', 'chatgpt'].map((name) => [name, provider.url]),
  );
  const running = await serveProxy(createProxy({ upstreams, ...options }), { drainMs: 200, ...listen });
  closing.push(provider.close, running.close);
  const ask = async (head: string, path = '/v1/models') => {
    const answer = (
      await rawExchange(running.port, `GET ${path} HTTP/1.1\r\nConnection: close\r\n${head}\r\n\r\n`)
    ).toString();
    return Number(answer.split(' ')[1]);
  };
  return { provider, running, ask };
}
const TOKENS = { one: 'token-of-the-first-one', two: 'token-of-the-second-one' };

describe('who may come in', () => {
  it('is looked at by Host, Origin and what other proxies say', async () => {
    const { ask, provider, running } = await serving();
    expect(await ask(`Host: localhost:${running.port}`)).toBe(200);
    expect(await ask('Host: 127.0.0.1\r\nOrigin: http://127.0.0.1:1')).toBe(403);
    for (const head of [
      'Host: evil.example',
      'X-A: 1',
      'Host: 127.0.0.1\r\nOrigin: https://evil.example',
      'Host: 127.0.0.1\r\nOrigin: null',
      'Host: 127.0.0.1\r\nX-Forwarded-For: 1.2.3.4',
      'Host: 127.0.0.1\r\nVia: 1.1 x',
    ])
      expect([403, 400], head).toContain(await ask(head));
    expect(provider.got).toHaveLength(1);
  });

  it('needs a token where there are tokens, which goes no further', async () => {
    const { ask, provider } = await serving({ auth: { tokens: TOKENS } }, { allowedHosts: ['proxy.example'] });
    expect(await ask('Host: proxy.example')).toBe(401);
    expect(await ask(`Host: proxy.example\r\nX-Headroom-Token: ${TOKENS.one}x`)).toBe(401);
    expect(await ask(`Host: proxy.example\r\nAuthorization: Bearer ${TOKENS.one}`)).toBe(401);
    expect(await ask('Host: proxy.example', '/metrics')).toBe(401);
    expect(await ask('Host: proxy.example', '/livez')).toBe(200);
    expect(await ask('Host: whoever.example', '/readyz')).toBe(200);
    expect(provider.got).toHaveLength(0);
    expect(await ask(`Host: proxy.example\r\nX-Headroom-Token: ${TOKENS.one}`)).toBe(200);
    expect(await ask('Host: proxy.example\r\nX-Forwarded-For: 1.2.3.4', `/key/${TOKENS.two}/openai/v1/models`)).toBe(
      200,
    );
    expect(provider.got.map(({ url }) => url)).toEqual(['/v1/models', '/v1/models']);
    expect(JSON.stringify(provider.got)).not.toContain('token-of');
  });

  it('shows its figures to who has a token, or to the one that is for them', async () => {
    const one = await serving({ auth: { tokens: TOKENS } });
    expect(await one.ask(`Host: localhost\r\nAuthorization: Bearer ${TOKENS.one}`, '/metrics')).toBe(200);
    expect(await one.ask('Host: localhost\r\nAuthorization: Bearer another', '/metrics')).toBe(401);
    const metrics = 'token-of-the-figures';
    const { ask } = await serving({ auth: { tokens: { ...TOKENS, metrics } } });
    expect(await ask(`Host: localhost\r\nAuthorization: Bearer ${TOKENS.one}`, '/metrics')).toBe(403);
    expect(await ask(`Host: localhost\r\nX-Headroom-Token: ${TOKENS.two}`, '/metrics')).toBe(403);
    expect(await ask(`Host: localhost\r\nAuthorization: Bearer ${metrics}`, '/metrics')).toBe(200);
  });

  it('is nobody from elsewhere without tokens and TLS', async () => {
    await expect(serveProxy(createProxy(), { host: '0.0.0.0' })).rejects.toThrow(/auth\.tokens/);
    const auth = { tokens: TOKENS };
    await expect(serveProxy(createProxy({ auth }), { host: '0.0.0.0' })).rejects.toThrow(/tls/);
    const { ask } = await serving({ auth }, { host: '0.0.0.0', plainHttp: true });
    expect(await ask(`Host: localhost\r\nX-Headroom-Token: ${TOKENS.one}`)).toBe(200);
  });
});

describe('where a request can be sent to', () => {
  it('is one of the upstreams, whatever it says', async () => {
    const { ask, provider } = await serving();
    const elsewhere = 'Host: 127.0.0.1\r\nX-Headroom-Base-Url: http://169.254.169.254';
    expect(await ask(elsewhere)).toBe(200);
    expect(provider.got).toHaveLength(1);
    for (const path of [
      'http://169.254.169.254/latest',
      '//evil.example/v1',
      '/openai/../v1',
      '/v1/%2e%2e/x',
      '/v1/..',
      '/v1/.%2E/a',
      '*',
    ])
      expect(await ask('Host: 127.0.0.1', path), path).toBe(400);
    expect(provider.got).toHaveLength(1);
    expect(await ask('Host: 127.0.0.1', '/v1/a..b/...?x=../..')).toBe(200);
  });

  it('has the wire, headers or first part of the path for its name', async () => {
    const urls = { anthropic: 'http://127.0.0.1:9/a', openai: 'http://127.0.0.1:9/o/v1', mine: 'http://127.0.0.1:9/m' };
    const { createUpstreams } = await import('./upstreams.js');
    const find = createUpstreams(urls);
    const to = (target: string, ...headers: string[]) => {
      const { upstream, origin, path } = (find(target, headers) ?? {}) as Partial<Route>;
      return `${upstream} ${origin}${path}`;
    };
    expect(to('/v1/messages?beta=true')).toBe('anthropic http://127.0.0.1:9/a/v1/messages?beta=true');
    expect(to('/v1/models', 'Anthropic-Version', 'x')).toBe('anthropic http://127.0.0.1:9/a/v1/models');
    expect(to('/v1/models')).toBe('openai http://127.0.0.1:9/o/v1/models');
    expect(to('/mine/v1/x')).toBe('mine http://127.0.0.1:9/m/v1/x');
    expect(to('/v1beta/models/g:generateContent')).toBe(
      'gemini https://generativelanguage.googleapis.com/v1beta/models/g:generateContent',
    );
    expect(to('/v1/responses', 'ChatGPT-Account-Id', 'a')).toBe(
      'chatgpt https://chatgpt.com/backend-api/codex/responses',
    );
    expect(to('/v1internal:streamGenerateContent?alt=sse')).toContain(
      'code-assist https://cloudcode-pa.googleapis.com/v1internal',
    );
    for (const bad of [
      { a: 'ftp://x' },
      { 'A b': 'http://x' },
      { v1: 'http://x' },
      { a: 'http://u:p@x' },
      { a: 'nothing' },
    ])
      expect(() => createUpstreams(bad as never)).toThrow(/upstreams/);
  });
});

describe('tenants', () => {
  const { path, body } = CONVERSATIONS['openai-chat'] as NonNullable<(typeof CONVERSATIONS)[string]>;

  it('share nothing in the store', async () => {
    const store = memory();
    const keys: string[] = [];
    const watched = {
      get: (key: string) => store.get(key),
      set: (key: string, value: string) => {
        keys.push(key);
        return store.set(key, value);
      },
      delete: (key: string) => store.delete(key),
    };
    const { running } = await serving({ store: watched, retrieve: { tool: 'mcp__x__headroom_retrieve' } });
    const before: number[] = [];
    for (const key of ['Bearer a', 'Bearer b']) {
      await fetch(`http://127.0.0.1:${running.port}${path}`, {
        method: 'POST',
        headers: { authorization: key, 'x-headroom-tenant': 'the same' },
        body: JSON.stringify(body(rows())),
      });
      before.push(keys.length);
    }
    const [first = 0] = before;
    expect(first).toBeGreaterThan(0);
    expect(keys).toHaveLength(2 * first);
    expect(new Set(keys).size).toBe(2 * first);
    expect(JSON.stringify(keys)).not.toContain('Bearer');
  });

  it('have limits of their own, in the words of the wire', async () => {
    const { running } = await serving({ limits: { requestsPerMinute: 2 } });
    const ask = (key: string) =>
      fetch(`http://127.0.0.1:${running.port}${path}`, { method: 'POST', headers: { authorization: key }, body: '{}' });
    expect([(await ask('a')).status, (await ask('a')).status, (await ask('b')).status]).toEqual([200, 200, 200]);
    const refused = await ask('a');
    expect([refused.status, Number(refused.headers.get('retry-after')) > 0]).toEqual([429, true]);
    expect(((await refused.json()) as { error: { type: string } }).error.type).toBe('rate_limit_exceeded');
  });

  it('are stopped by tokens as well', async () => {
    const { running } = await serving({ limits: { tokensPerDay: 500 } });
    const ask = () =>
      fetch(`http://127.0.0.1:${running.port}${path}`, {
        method: 'POST',
        body: JSON.stringify(body(`x ${'word '.repeat(900)}`)),
      });
    expect((await ask()).status).toBe(200);
    expect((await ask()).status).toBe(429);
  });
});

describe('what can be asked of it', () => {
  it('is whether it lives and is ready, and figures with few labels', async () => {
    const { running, provider } = await serving();
    const at = (path: string) => fetch(`http://127.0.0.1:${running.port}${path}`);
    for (let i = 0; i < 20; i++) await at(`/v1/models/${i}?model=${i}`);
    const { path, body } = CONVERSATIONS.anthropic as NonNullable<(typeof CONVERSATIONS)[string]>;
    await fetch(`http://127.0.0.1:${running.port}${path}`, { method: 'POST', body: JSON.stringify(body(rows())) }).then(
      (answer) => answer.text(),
    );
    const text = await (await at('/metrics')).text();
    expect(text).toContain('headroom_proxy_requests_total{upstream="openai",outcome="passed",status="2xx"} 20');
    expect(text).toContain('headroom_proxy_requests_total{upstream="anthropic",outcome="compressed",status="2xx"} 1');
    expect(text).toMatch(/headroom_proxy_tokens_total\{upstream="anthropic",side="before"\} \d{3,}/);
    expect(text.split('\n').length).toBeLessThan(200);
    expect(text).not.toContain('model=');
    expect([(await at('/livez')).status, (await at('/readyz')).status]).toEqual([200, 200]);
    expect(provider.got).toHaveLength(21);
  });

  it('is told no wrong options', () => {
    for (const options of [
      { what: 1 },
      { maxBytes: 0 },
      { tenant: '' },
      { auth: { tokens: {} } },
      { auth: { tokens: { a: 'short' } } },
      { limits: { requestsPerMinute: 0.5 } },
      { retrieve: 'yes' },
      { headroom: { minTokens: -1 } },
      { excludeModels: [1] },
    ])
      expect(() => createProxy(options as never), JSON.stringify(options)).toThrow(
        expect.objectContaining({ name: 'HeadroomError' }),
      );
  });
});
