import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { rawExchange, rows } from '../echo-provider.fixture.js';
import { serveProxy } from '../node/serve-proxy.js';
import type { ProxyOptions } from '../options.js';
import { createProxy } from '../proxy.js';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

type Fields = Readonly<Record<string, unknown>>;

const COUNTED = { input_tokens: 500, input_tokens_details: { cached_tokens: 400 }, output_tokens: 9 };

/** A provider that answers frames, and keeps what it got. */
async function speaking(options: ProxyOptions = {}, refuse?: string) {
  const got: string[] = [];
  const heads: string[][] = [];
  const http = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      got.push(Buffer.concat(chunks).toString());
      response.end('{}');
    });
  });
  const server = new WebSocketServer({ noServer: true, perMessageDeflate: true });
  server.on('headers', (lines) => void lines.push('X-Codex-Turn-State: abc'));
  const clients: WebSocket[] = [];
  http.on('upgrade', (request, socket, head) => {
    heads.push(request.rawHeaders);
    if (refuse) return socket.end(refuse);
    server.handleUpgrade(request, socket, head, (client) => {
      clients.push(client);
      client.on('message', (data, isBinary) => {
        if (isBinary) return client.send(data, { binary: true });
        got.push(String(data));
        const frame = JSON.parse(String(data)) as Fields;
        if (frame.type !== 'response.create') return client.send(String(data));
        const id = `resp_${got.length}`;
        const call = {
          type: 'function_call',
          id: `f${got.length}`,
          call_id: `c${got.length}`,
          name: 'list',
          arguments: '{}',
        };
        if (frame.slow === true) return answerSlowly(client, id);
        for (const event of [
          { type: 'response.created', response: { id } },
          { type: 'response.output_item.done', item: call },
          {
            type: 'response.completed',
            response: { id, output: [call], ...(frame.usage === true && { usage: COUNTED }) },
          },
        ])
          client.send(JSON.stringify(event));
      });
    });
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  const running = await serveProxy(
    createProxy({
      upstreams: { openai: url, chatgpt: url },
      retrieve: { tool: 'mcp__x__headroom_retrieve' },
      ...options,
    }),
    { drainMs: 2000 },
  );
  closing.push(
    () => http.close(),
    () => http.closeAllConnections(),
    running.close,
  );
  return { got, heads, clients, port: running.port, running };
}

async function answerSlowly(client: WebSocket, id: string): Promise<void> {
  for (const type of ['response.created', 'response.output_text.delta', 'response.completed']) {
    client.send(JSON.stringify({ type, response: { id, output: [] } }));
    await sleep(120);
  }
}

async function connected(port: number, path = '/v1/responses', headers: Record<string, string> = {}) {
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers: { authorization: 'Bearer k', ...headers } });
  const frames: string[] = [];
  const waiting: (() => void)[] = [];
  socket.on('message', (data) => {
    frames.push(String(data));
    for (const go of waiting.splice(0)) go();
  });
  const until = async (count: number) => {
    while (frames.length < count) await new Promise<void>((resolve) => waiting.push(resolve));
    return frames;
  };
  const head = await new Promise<string[]>((resolve, reject) => {
    socket.once('upgrade', ({ rawHeaders }) => resolve(rawHeaders));
    socket.once('error', reject);
  });
  closing.push(() => socket.terminate());
  return { socket, until, head };
}
const output = (id: string, seed: number) => ({ type: 'function_call_output', call_id: id, output: rows(seed) });
const said = { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'Which node is lost?' }] };
const base = { type: 'response.create', model: 'gpt-5', tools: [] };

describe('a conversation over WebSocket', () => {
  it('is shortened frame by frame, and comes out the same where all of it is sent over HTTP', async () => {
    const { got, port } = await speaking();
    const { socket, until } = await connected(port);
    socket.send(JSON.stringify({ ...base, input: [said] }));
    await until(3);
    socket.send(JSON.stringify({ ...base, previous_response_id: 'resp_1', input: [output('c1', 1)] }));
    await until(6);
    socket.send(JSON.stringify({ ...base, previous_response_id: 'resp_2', input: [output('c2', 2), said] }));
    await until(9);
    const calls = [1, 2].map((n) => ({
      type: 'function_call',
      id: `f${n}`,
      call_id: `c${n}`,
      name: 'list',
      arguments: '{}',
    }));
    const { type: _, ...rest } = base;
    const whole = { ...rest, input: [said, calls[0], output('c1', 1), calls[1], output('c2', 2), said] };
    await fetch(`http://127.0.0.1:${port}/v1/responses`, {
      method: 'POST',
      headers: { authorization: 'Bearer k' },
      body: JSON.stringify(whole),
    });
    const frames = got.slice(0, 3).map((text) => JSON.parse(text));
    expect(frames[1].input[0].output).toContain('call mcp__x__headroom_retrieve with hash=');
    expect(frames[2].input[0].output).toContain('hash=');
    expect(got[1]?.startsWith(JSON.stringify({ ...base, previous_response_id: 'resp_1' }).slice(0, -1))).toBe(true);
    expect(JSON.parse(got[3] ?? '{}').input).toEqual([
      said,
      calls[0],
      frames[1].input[0],
      calls[1],
      ...frames[2].input,
    ]);
  });

  it('asks for no more responses than its tenant may have, and hears so in the words of the wire', async () => {
    const refusals: Fields[] = [];
    for (const limits of [{ requestsPerMinute: 2 }, { tokensPerDay: 100 }, { dollarsPerDay: 0.004 }]) {
      const { got, port } = await speaking({ limits });
      const one = await connected(port);
      one.socket.send(JSON.stringify({ ...base, usage: true, input: [said] }));
      await one.until(3);
      one.socket.send(
        JSON.stringify({ ...base, usage: true, previous_response_id: 'resp_1', input: [output('c1', 1)] }),
      );
      await one.until(6);
      await sleep(20);
      one.socket.send(JSON.stringify({ ...base, previous_response_id: 'resp_2', input: [said] }));
      // What asks for nothing goes on all the same, in its order.
      one.socket.send('{"type":"response.cancel"}');
      const [refused, passed] = (await one.until(8)).slice(6);
      refusals.push(JSON.parse(refused ?? '{}') as Fields);
      expect([passed, got.length]).toEqual(['{"type":"response.cancel"}', 3]);
      const other = await connected(port, '/v1/responses', { authorization: 'Bearer another' });
      other.socket.send(JSON.stringify({ ...base, input: [said] }));
      expect(JSON.parse((await other.until(3))[2] ?? '{}').type).toBe('response.completed');
    }
    for (const { type, status, error, headers } of refusals) {
      expect([type, status, error]).toEqual([
        'error',
        429,
        {
          type: 'rate_limit_exceeded',
          code: 'rate_limit_exceeded',
          message: 'headroom: this tenant has used up what it may use for now',
          param: null,
        },
      ]);
      expect(Number((headers as Fields)['retry-after'])).toBeGreaterThan(0);
    }
  });

  it('is told of frame by frame, with what the provider counted and the texts that became shorter', async () => {
    const told: unknown[] = [];
    const { port } = await speaking({
      onExchange: (exchange) => {
        const texts = exchange
          .texts()
          .map(({ original, sent }) => [original === rows(), sent.length < original.length]);
        told.push([exchange.status, exchange.session, exchange.usage?.cacheRead, texts]);
      },
    });
    const { socket, until } = await connected(port, '/v1/responses', { 'session-id': 'codex-1' });
    socket.send(JSON.stringify({ ...base, usage: true, input: [said] }));
    await until(3);
    socket.send(JSON.stringify({ ...base, usage: true, previous_response_id: 'resp_1', input: [output('c1', 1)] }));
    await until(6);
    await sleep(50);
    expect(told).toEqual([
      [101, 'codex-1', 400, []],
      [101, 'codex-1', 400, [[true, true]]],
    ]);
  });

  it('goes on from a response of an earlier connection, and leaves whole what it does not know the beginning of', async () => {
    const { got, port } = await speaking();
    const one = await connected(port);
    // Agents open a conversation with a frame that says nothing yet.
    one.socket.send(JSON.stringify({ ...base, generate: false, input: [] }));
    await one.until(3);
    one.socket.close();
    const two = await connected(port);
    two.socket.send(JSON.stringify({ ...base, previous_response_id: 'resp_1', input: [output('c1', 1)] }));
    await two.until(3);
    expect(got[1]).toContain('hash=');
    const foreign = JSON.stringify({ ...base, previous_response_id: 'resp_1', input: [output('c1', 1)] });
    for (const [headers, text] of [
      [{ authorization: 'Bearer other' }, foreign],
      [{}, foreign.replace('resp_1', 'resp_unknown')],
    ] as const) {
      const other = await connected(port, '/v1/responses', headers);
      other.socket.send(text);
      await other.until(3);
      expect(got.at(-1)).toBe(text);
    }
  });

  it('passes every other frame as it is, in order, and all of the handshake', async () => {
    const { got, heads, port } = await speaking();
    const { socket, until, head } = await connected(port, '/v1/responses?x=1', {
      'OpenAI-Beta': 'responses_websockets=2026-02-06',
      'session-id': 's',
      'x-headroom-secret': 'n',
    });
    const frames = [
      JSON.stringify({ ...base, input: [said, output('c0', 3)] }),
      '{ "type": "session.update" ,"x":1e400}',
      '{"type":"response.cancel"}',
    ];
    for (const frame of frames) socket.send(frame);
    const back = await until(5);
    expect(got.slice(1)).toEqual(frames.slice(1));
    expect(back.slice(3)).toEqual(frames.slice(1));
    expect(heads[0]).toEqual(
      expect.arrayContaining([
        'OpenAI-Beta',
        'responses_websockets=2026-02-06',
        'authorization',
        'Bearer k',
        'session-id',
        's',
      ]),
    );
    expect(heads[0]?.join()).not.toMatch(/secret/);
    expect(heads[0]?.join()).toContain('permessage-deflate');
    expect(head).toEqual(expect.arrayContaining(['X-Codex-Turn-State', 'abc']));
    const binary = await new Promise<Buffer>((resolve) => {
      socket.once('message', (data) => resolve(data as Buffer));
      socket.send(Buffer.from([0, 255, 1]));
    });
    expect([...binary]).toEqual([0, 255, 1]);
  });

  it('ends as the other side ends it', async () => {
    const { clients, port } = await speaking();
    for (const [code, reason] of [
      [4001, 'too long'],
      [1000, ''],
      [1011, 'broken'],
    ] as const) {
      const { socket } = await connected(port);
      await expect.poll(() => clients.length).toBeGreaterThan(0);
      const ended = new Promise((resolve) => socket.on('close', (...told) => resolve(told)));
      clients.pop()?.close(code, reason);
      expect(await ended).toEqual([code, Buffer.from(reason)]);
    }
    const { socket } = await connected(port);
    await expect.poll(() => clients.length).toBe(1);
    const ended = new Promise((resolve) => clients[0]?.on('close', (...told) => resolve(told)));
    socket.close(4002, 'enough');
    expect(await ended).toEqual([4002, Buffer.from('enough')]);
    const broken = await connected(port);
    await expect.poll(() => clients.length).toBe(2);
    const cut = new Promise((resolve) => broken.socket.on('close', resolve));
    clients[1]?.terminate();
    expect(await cut).toBe(1006);
  });

  it('ends when what is under way is said, where the proxy closes', async () => {
    const { port, running } = await speaking();
    const [busy, idle] = [await connected(port), await connected(port)];
    const ended = [busy, idle].map(
      ({ socket }) => new Promise((resolve) => socket.on('close', (code) => resolve(code))),
    );
    busy.socket.send(JSON.stringify({ ...base, slow: true, input: [said] }));
    await busy.until(1);
    const closed = running.close();
    expect(await ended[1]).toBe(1001);
    expect(busy.socket.readyState).toBe(WebSocket.OPEN);
    expect((await busy.until(3)).at(-1)).toContain('response.completed');
    expect(await ended[0]).toBe(1001);
    await closed;
  });

  it('hears what the provider says in the place of a consent', async () => {
    const { port } = await speaking(
      {},
      'HTTP/1.1 426 Upgrade Required\r\nX-Why: http\r\nContent-Length: 4\r\n\r\nnope',
    );
    const ask =
      'GET /v1/responses HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n';
    const answer = (await rawExchange(port, ask)).toString();
    expect(answer).toMatch(/^HTTP\/1\.1 426 Upgrade Required\r\n/);
    expect(answer).toContain('X-Why: http\r\n');
    expect(answer.endsWith('\r\n\r\nnope')).toBe(true);
  });

  it('is refused without a token, from elsewhere, and where there is no provider', async () => {
    const ask = (host: string, more = '') =>
      `GET /v1/responses HTTP/1.1\r\nHost: ${host}\r\n${more}Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`;
    const status = async (port: number, sent: string) =>
      Number((await rawExchange(port, sent)).toString().split(' ')[1]);
    const open = await speaking();
    expect(await status(open.port, ask('evil.example'))).toBe(403);
    expect(await status(open.port, ask('127.0.0.1', 'Origin: https://evil.example\r\n'))).toBe(403);
    const closed = await speaking({ auth: { tokens: { a: 'a-token-of-some-length' } } });
    expect(await status(closed.port, ask('127.0.0.1'))).toBe(401);
    const lost = await speaking({ upstreams: { openai: 'http://127.0.0.1:9' } });
    expect(await status(lost.port, ask('127.0.0.1'))).toBe(502);
  });
});
