import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { type CompressEvent, createHeadroom, type Headroom, type Hooks } from '@headroom/core';
import {
  type HttpConversation,
  httpConversations,
  type TestHttpDoorOptions,
  testHttpDoor,
} from '@headroom/core/testing';
import express5, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import express4 from 'express4';
import { describe, expect, it } from 'vitest';
import { fuzz } from '../../../tooling/testing/fuzz-server.js';
import { RAW_REQUESTS, sendRaw } from '../../../tooling/testing/raw-requests.js';
import { fuzzedExpress } from './fuzzed-server.fixture.js';
import { headroom, headroomRouter, loopbackOnly } from './index.js';

async function listen(app: Express) {
  const server = app.listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  const close = () =>
    new Promise<void>((done) => {
      server.close(() => done());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close };
}

/** A provider that answers every call with what it received. */
async function provider() {
  const received: {
    readonly text: string;
    readonly rawHeaders: readonly string[];
    readonly length: string | undefined;
  }[] = [];
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const { rawHeaders, headers } = incoming;
      received.push({ text: Buffer.concat(chunks).toString(), rawHeaders, length: headers['content-length'] });
      response.end('{"ok":true}');
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const close = () => new Promise((done) => server.close(done));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, received, close };
}

const [chat] = httpConversations() as [HttpConversation];
const post = (url: string, body = chat.json, headers: Record<string, string> = {}) =>
  fetch(url + chat.path, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } });

function expectShrunk(text: string): void {
  expect(text.startsWith(chat.before) && text.endsWith(chat.after)).toBe(true);
  expect(text.length).toBeLessThan(chat.json.length * 0.8);
}

describe.each([
  ['5', express5],
  ['4', express4],
])('Express %s', (major, express) => {
  const serve: TestHttpDoorOptions['serve'] = (door, routes) => {
    const app = express();
    app.use(headroom(door));
    app.use('/headroom', headroomRouter(routes));
    app.use(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      response.json({
        headers: request.headers,
        body: Buffer.concat(chunks).toString('base64'),
        report: request.headroom,
      });
    });
    return listen(app);
  };

  testHttpDoor({ describe, it, expect }, { name: `express ${major}`, serve });

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
      expect(Object.keys(engine.stats().doors)).toEqual(['express']);
      const found = await engine.retrieve(events[0]?.ccrHashes[0] ?? '');
      expect(found).toMatchObject({ status: 'found', text: listOf(chat.json)[2]?.content });
    });
  });

  describe('a gateway that forwards', () => {
    const ways: Record<string, (target: string) => RequestHandler> = {
      'a pipe with the raw headers': (target) => (request, response) => {
        const upstream = httpRequest(target + request.originalUrl, { method: 'POST', headers: request.rawHeaders });
        upstream.on('response', (answer) => answer.pipe(response));
        request.pipe(upstream);
      },
      'a web stream': (target) => async (request, response) => {
        const body = Readable.toWeb(request) as ReadableStream;
        const headers = { 'content-length': String(request.headers['content-length']) };
        const answer = await fetch(target + request.originalUrl, { method: 'POST', body, headers, duplex: 'half' });
        response.send(await answer.text());
      },
    };
    for (const [way, forward] of Object.entries(ways)) {
      it(`by ${way} sends the smaller body with its true length`, async () => {
        const upstream = await provider();
        const app = express();
        app.use(headroom(), forward(upstream.url));
        const { url, close } = await listen(app);
        expect(await (await post(url)).json()).toEqual({ ok: true });
        await post(url, chat.json, { 'x-headroom-bypass': 'true' });
        await Promise.all([close(), upstream.close()]);
        const [shrunk, bypassed] = upstream.received;
        expectShrunk(shrunk?.text ?? '');
        expect(shrunk?.length).toBe(String(Buffer.byteLength(shrunk?.text ?? '')));
        expect(bypassed?.text).toBe(chat.json);
        expect(JSON.stringify(bypassed?.rawHeaders)).not.toContain('x-headroom-bypass');
      });
    }
  });

  describe('with body parsers', () => {
    const limit = '1mb';
    const parsers: Record<string, RequestHandler> = {
      json: express.json({ limit }),
      text: express.text({ type: 'application/json', limit }),
      raw: express.raw({ type: 'application/json', limit }),
    };
    for (const [name, parser] of Object.entries(parsers)) {
      for (const order of ['before', 'after']) {
        it(`works ${order} express.${name}()`, async () => {
          let body: unknown;
          let length: string | undefined;
          const app = express();
          app.use(...(order === 'before' ? [headroom(), parser] : [parser, headroom()]), headroom());
          app.use((request, response) => {
            body = request.body;
            length = request.headers['content-length'];
            response.json(request.headroom);
          });
          const { url, close } = await listen(app);
          const report = await (await post(url)).json();
          await close();
          expect(report).toMatchObject({ outcome: 'compressed' });
          if (name === 'json') {
            expect(body).toMatchObject({ model: 'gpt-4o', x: 'héllo' });
            expect(JSON.stringify(body).length).toBeLessThan(chat.json.length * 0.8);
            if (order === 'after') expect(length).toBeUndefined();
            return;
          }
          expect(Buffer.isBuffer(body)).toBe(name === 'raw');
          expectShrunk(String(body));
          expect(length).toBe(String(Buffer.byteLength(String(body))));
        });
      }
    }

    it('serves the routes after express.json() too', async () => {
      const app = express();
      app.use(express.json({ limit }), headroomRouter({ authorize: loopbackOnly }));
      const { url, close } = await listen(app);
      const headers = { 'content-type': 'application/json' };
      const zipped = await fetch(`${url}/v1/compress`, {
        method: 'POST',
        headers: { ...headers, 'content-encoding': 'gzip' },
        body: gzipSync(chat.json),
      });
      expect(await zipped.json()).toMatchObject({ compression_ratio: expect.any(Number), warnings: [] });
      const answer = await fetch(`${url}/v1/compress`, { method: 'POST', headers, body: chat.json });
      const rebound = await new Promise<number | undefined>((resolve, reject) => {
        const call = httpRequest(`${url}/v1/stats`, { headers: { host: 'evil.example' } }, (found) => {
          resolve(found.resume().statusCode);
        });
        call.on('error', reject).end();
      });
      await close();
      expect(await answer.json()).toMatchObject({ compression_ratio: expect.any(Number), warnings: [] });
      expect(rebound).toBe(403);
    });
  });

  describe('an empty body', () => {
    const readers: Record<string, RequestHandler[]> = {
      'a reader': [
        (request, response) => {
          request.on('data', () => undefined).on('end', () => response.send('ended'));
        },
      ],
      'express.json()': [express.json(), (_, response) => void response.send('ended')],
      'a pipe': [(request, response) => void request.pipe(response)],
    };
    const late: RequestHandler = (_request, _response, next) => void setTimeout(next, 20);
    const sent = {
      'of chunks': 'transfer-encoding: chunked\r\n\r\n0\r\n\r\n',
      'of no length': 'content-length: 0\r\n\r\n',
      'that is not there': '\r\n',
    };
    for (const [reader, end] of Object.entries(readers))
      for (const [how, before] of [
        ['', []],
        [', after something that takes its time', [late]],
      ] as const)
        it(`ends for ${reader} behind the door${how}`, async () => {
          const app = express();
          app.use(...before, headroom(), ...end);
          const { url, close } = await listen(app);
          const head = 'POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n';
          const requests = Object.values(sent).map((rest) => ({ bytes: Buffer.from(head + rest), whole: true }));
          const outcomes = await sendRaw(Number(new URL(url).port), requests);
          await close();
          expect(outcomes.map(({ status }) => status)).toEqual([200, 200, 200]);
        });
  });

  it(`answers ${RAW_REQUESTS} requests of any bytes, none with a failure`, {
    timeout: 60_000 + RAW_REQUESTS * 30,
  }, async () => {
    const { statuses, faults } = await fuzz(() => fuzzedExpress(express as typeof express5), RAW_REQUESTS);
    expect(faults).toEqual([]);
    for (const status of [200, 400, 403, 404, 405, 415]) expect([...statuses.keys()]).toContain(status);
  });

  it('gives up on a client that leaves in the middle of a body', async () => {
    const app = express();
    app.use(headroom());
    const failed = new Promise<unknown>((resolve) => {
      app.use(((error, _request, _response, _next) => resolve(error)) as ErrorRequestHandler);
    });
    const { url, close } = await listen(app);
    const headers = { 'content-type': 'application/json', 'content-length': '100000' };
    const call = httpRequest(url + chat.path, { method: 'POST', headers });
    call.on('error', () => undefined);
    call.write(chat.json.slice(0, 1000), () => setTimeout(() => call.destroy(), 20));
    expect(await failed).toMatchObject({ status: 400, type: 'request.aborted' });
    expect(String(await failed)).not.toContain('latency');
    await close();
  });
});

it('refuses wrong options when it is made', () => {
  expect(() => headroom({ baseUrl: 'http://localhost' } as object)).toThrow(/baseUrl/);
  expect(() => headroomRouter({ authorize: true } as object)).toThrow(/authorize/);
});
