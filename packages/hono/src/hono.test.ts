import type { AddressInfo } from 'node:net';
import { type CompressEvent, createHeadroom, type Headroom, type Hooks } from '@headroom/core';
import {
  type HttpConversation,
  httpConversations,
  type TestHttpDoorOptions,
  testHttpDoor,
} from '@headroom/core/testing';
import { serve as serveNode } from '@hono/node-server';
import { Hono } from 'hono';
import { proxy } from 'hono/proxy';
import { cloneRawRequest } from 'hono/request';
import { describe, expect, it } from 'vitest';
import { fuzz } from '../../../tooling/testing/fuzz-server.js';
import { RAW_REQUESTS, sendRaw } from '../../../tooling/testing/raw-requests.js';
import { fuzzedHono } from './fuzzed-server.fixture.js';
import { headroom, headroomRouter, loopbackOnly } from './index.js';

async function listen(app: Hono) {
  return new Promise<Awaited<ReturnType<TestHttpDoorOptions['serve']>>>((resolve) => {
    const server = serveNode({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }: AddressInfo) =>
      resolve({
        url: `http://127.0.0.1:${port}`,
        close: () =>
          new Promise((done) => {
            server.close(() => done());
            if ('closeAllConnections' in server) server.closeAllConnections();
          }),
      }),
    );
  });
}

const serve: TestHttpDoorOptions['serve'] = (door, routes) => {
  const app = new Hono();
  app.use(headroom(door));
  app.route('/headroom', headroomRouter(routes));
  app.all('*', async (c) =>
    c.json({
      headers: Object.fromEntries(c.req.raw.headers),
      body: Buffer.from(await c.req.raw.arrayBuffer()).toString('base64'),
      report: c.get('headroom'),
    }),
  );
  return listen(app);
};

testHttpDoor({ describe, it, expect }, { name: 'hono', serve });

const [chat] = httpConversations() as [HttpConversation];
const post = { method: 'POST', body: chat.json, headers: { 'content-type': 'application/json' } };

function expectShrunk(text: string): void {
  expect(text.startsWith(chat.before) && text.endsWith(chat.after)).toBe(true);
  expect(text.length).toBeLessThan(chat.json.length * 0.8);
}

it('forwards the smaller body with its true length, through the proxy of Hono', async () => {
  const received: { text: string; length: string | undefined; bypass: string | undefined }[] = [];
  const provider = new Hono().post('*', async (c) => {
    const [length, bypass] = [c.req.header('content-length'), c.req.header('x-headroom-bypass')];
    received.push({ text: await c.req.text(), length, bypass });
    return c.json({ ok: true });
  });
  const upstream = await listen(provider);
  const gateway = await listen(
    new Hono().use(headroom()).post('*', (c) => proxy(upstream.url + c.req.path, c.req.raw)),
  );
  expect(await (await fetch(gateway.url + chat.path, post)).json()).toEqual({ ok: true });
  const headers = { ...post.headers, 'x-headroom-bypass': 'true' };
  await fetch(gateway.url + chat.path, { ...post, headers });
  await Promise.all([gateway.close(), upstream.close()]);
  const [shrunk, bypassed] = received;
  expectShrunk(shrunk?.text ?? '');
  expect(shrunk?.length).toBe(String(Buffer.byteLength(shrunk?.text ?? '')));
  expect(bypassed).toMatchObject({ text: chat.json, bypass: undefined });
});

it('shrinks a body that a middleware has read before, and all ways to read it agree', async () => {
  const texts: string[] = [];
  const app = new Hono();
  app.use(async (c, next) => {
    texts.push(JSON.stringify(await c.req.json()));
    await next();
  });
  app.use(headroom()).post('*', async (c) => {
    texts.push(await c.req.text(), JSON.stringify(await c.req.json()), await (await cloneRawRequest(c.req)).text());
    return c.json(c.get('headroom'));
  });
  const { url, close } = await listen(app);
  const report = await (await fetch(url + chat.path, post)).json();
  const bypassed = await fetch(url + chat.path, { ...post, headers: { ...post.headers, 'x-headroom-bypass': 'true' } });
  await close();
  expect(report).toMatchObject({ outcome: 'compressed' });
  const [first, text = '', json, cloned] = texts;
  expect(first).toBe(JSON.stringify(JSON.parse(chat.json)));
  expectShrunk(text);
  expect(json).toBe(JSON.stringify(JSON.parse(text)));
  expect(cloned).toBe(text);
  expect(await bypassed.json()).toMatchObject({ reason: 'bypass' });
  expect(texts[5]).toBe(chat.json);
});

it('says when a body is gone', async () => {
  const app = new Hono();
  app.use(async (c, next) => {
    await c.req.raw.text();
    await next();
  });
  app.use(headroom()).post('*', (c) => c.json(c.get('headroom')));
  expect(await (await app.request(chat.path, post)).json()).toMatchObject({ reason: 'consumed' });
});

describe('who calls', () => {
  const stats = async (app: Hono, env?: object) => (await app.request('http://localhost/v1/stats', {}, env)).status;

  it('is nobody where the runtime does not say', async () => {
    expect(await stats(headroomRouter({ authorize: loopbackOnly }))).toBe(403);
  });

  it('is what the adapter of the runtime says', async () => {
    const at = (address: string) =>
      headroomRouter({ authorize: loopbackOnly, getConnInfo: () => ({ remote: { address } }) });
    expect(await stats(at('127.0.0.1'))).toBe(200);
    expect(await stats(at('203.0.113.9'))).toBe(403);
  });

  it('serves the routes after a middleware has read the body', async () => {
    const app = new Hono();
    app.use(async (c, next) => {
      await c.req.text();
      await next();
    });
    app.route('/', headroomRouter({ authorize: () => true }));
    expect(await (await app.request('/v1/compress', post)).json()).toMatchObject({
      transforms_summary: { smart_crusher: 1 },
    });
  });
});

it('calls a body that does not arrive a fault of the client', async () => {
  const app = new Hono().use(headroom());
  app.route('/headroom', headroomRouter({ authorize: () => true }));
  const broken = {
    ...post,
    body: new ReadableStream({ start: (stream) => stream.error(new Error('gone')) }),
    duplex: 'half',
  };
  expect((await app.request(chat.path, broken as RequestInit)).status).toBe(400);
  const again = { ...broken, body: new ReadableStream({ start: (stream) => stream.error(new Error('gone')) }) };
  expect((await app.request('/headroom/v1/compress', again as RequestInit)).status).toBe(400);
});

it('leaves an empty body and a read request without a body as they are', async () => {
  const app = new Hono();
  app.use(async (c, next) => {
    if (c.req.method !== 'POST') await c.req.text();
    await next();
  });
  app.use(headroom());
  app.route('/headroom', headroomRouter({ authorize: () => true }));
  app.all('*', async (c) => c.text(`<${await c.req.text()}>`));
  const empty = { ...post, body: new ReadableStream({ start: (stream) => stream.close() }), duplex: 'half' };
  expect(await (await app.request(chat.path, empty as RequestInit)).text()).toBe('<>');
  const bypass = { headers: { 'x-headroom-bypass': 'true' } };
  expect(await (await app.request(chat.path, bypass)).text()).toBe('<>');
  expect((await app.request('/headroom/v1/stats')).status).toBe(200);
});

it(`answers ${RAW_REQUESTS} requests of any bytes, none with a failure`, {
  timeout: 60_000 + RAW_REQUESTS * 30,
}, async () => {
  const { statuses, faults } = await fuzz(fuzzedHono, RAW_REQUESTS);
  expect(faults).toEqual([]);
  for (const status of [200, 400, 403, 404, 405, 415]) expect([...statuses.keys()]).toContain(status);
});

it('leaves a request with an unreadable address to whoever answers it', async () => {
  const app = await fuzzedHono();
  const rest = 'Host: xn--a\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}';
  const outcomes = await sendRaw(
    Number(new URL(app.url).port),
    ['', 'X-Headroom-Bypass: true\r\n'].map((more) => ({
      bytes: Buffer.from(`POST ${chat.path} HTTP/1.1\r\n${more}${rest}`),
      whole: true,
    })),
  );
  await app.close();
  expect(outcomes.map(({ status }) => status)).toEqual([404, 404]);
});

it('refuses wrong options when it is made', () => {
  expect(() => headroom({ baseUrl: 'http://localhost' } as object)).toThrow(/baseUrl/);
  expect(() => headroomRouter({ authorize: true } as object)).toThrow(/authorize/);
});

describe('hooks', () => {
  async function pass(hooks: Hooks, engine?: Headroom) {
    const { url, close } = await serve({ hooks, ...(engine && { headroom: engine }) });
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(url + chat.path, { method: 'POST', body: chat.json, headers });
    const { body } = (await answer.json()) as { body: string };
    await close();
    return Buffer.from(body, 'base64').toString();
  }
  const listOf = (text: string) => (JSON.parse(text) as { messages: { role: string; content: string }[] }).messages;

  it('computeBiases decides how much of a result is kept', async () => {
    const sizes: number[] = [];
    for (const bias of [0.3, 1, 4]) sizes.push((await pass({ computeBiases: () => ({ 2: bias }) })).length);
    expect(sizes).toEqual([...new Set(sizes)].sort((a, b) => a - b));
    expect(sizes[2]).toBeLessThan(chat.json.length);
  });

  it('preCompress decides what is compressed', async () => {
    const note = { role: 'system', content: 'Mind the é.' };
    const text = await pass({ preCompress: (messages) => [note, ...messages] });
    expect(listOf(text).map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'tool']);
    expect(listOf(text)[0]).toEqual(note);
    expect(listOf(text)[1]).toEqual(listOf(chat.json)[0]);
    expect(listOf(text)[3]?.content.length).toBeLessThan((listOf(chat.json)[2]?.content.length ?? 0) / 2);
    expect(text).toContain('12345678901234567890123');
  });

  it('postCompress hears the hashes that bring originals back', async () => {
    const events: CompressEvent[] = [];
    const engine = createHeadroom();
    await pass({ postCompress: (event) => void events.push(event) }, engine);
    expect(events).toMatchObject([{ provider: 'openai-chat', model: 'gpt-4o' }]);
    expect(Object.keys(engine.stats().doors)).toEqual(['hono']);
    const found = await engine.retrieve(events[0]?.ccrHashes[0] ?? '');
    expect(found).toMatchObject({ status: 'found', text: listOf(chat.json)[2]?.content });
  });
});
