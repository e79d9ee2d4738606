import type { AddressInfo } from 'node:net';
import { createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createServer as createTlsServer } from 'node:tls';
import { gzipSync } from 'node:zlib';
import type { Dialect } from '@headroom/core';
import { afterEach, describe, expect, it } from 'vitest';
import { CONVERSATIONS, rawExchange, rows } from './echo-provider.fixture.js';
import { serveProxy } from './node/serve-proxy.js';
import type { ProxyOptions } from './options.js';
import { createProxy } from './proxy.js';
import { STREAMS } from './streams.fixture.js';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** A provider made of bytes: `say` writes to the socket whatever it likes, after each request. */
async function provider(say: (socket: Socket, request: number) => void, options: ProxyOptions = {}) {
  let requests = 0;
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    let held = Buffer.alloc(0);
    socket.on('data', (bytes) => {
      held = Buffer.concat([held, bytes]);
      const head = held.indexOf('\r\n\r\n');
      const length = Number(/content-length: (\d+)/i.exec(held.subarray(0, Math.max(head, 0)).toString())?.[1] ?? 0);
      if (head < 0 || held.length < head + 4 + length) return;
      held = held.subarray(head + 4 + length);
      say(socket, requests++);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const upstreams = { anthropic: url, openai: url, gemini: url };
  const running = await serveProxy(createProxy({ upstreams, ...options }), { drainMs: 0 });
  closing.push(() => server.close(), running.close);
  return { port: running.port, requests: () => requests };
}

const HEAD =
  'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\nX-Request-Id: r1\r\n\r\n';
const chunk = (bytes: Buffer) =>
  Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')]);
const ask = (port: number, dialect: Dialect, signal?: AbortSignal) => {
  const { path, body } = CONVERSATIONS[dialect] as (typeof CONVERSATIONS)[string];
  const target = dialect === 'gemini' ? path.replace(':generateContent', ':streamGenerateContent?alt=sse') : path;
  const text = JSON.stringify({ ...body(rows(1, 30)), ...(dialect === 'gemini' ? {} : { stream: true }) });
  return fetch(`http://127.0.0.1:${port}${target}`, { method: 'POST', body: text, ...(signal && { signal }) });
};
/** What a client reads, and whether the connection broke under it. */
async function read(response: Response): Promise<readonly [string, boolean]> {
  const chunks: Uint8Array[] = [];
  try {
    for await (const piece of response.body as unknown as AsyncIterable<Uint8Array>) chunks.push(piece);
    return [Buffer.concat(chunks).toString(), false];
  } catch {
    return [Buffer.concat(chunks).toString(), true];
  }
}
const COMPLETE: Readonly<Record<Dialect, string>> = {
  anthropic: '{"type":"message_stop"}',
  'openai-chat': '"finish_reason":"tool_calls"}]}',
  'openai-responses': '"total_tokens":13}}',
  gemini: '"totalTokenCount":9}}',
};
/** Every byte where it is measured; some of them in every run. */
const STEP = Number(process.env.HEADROOM_CUT_STEP ?? 41);

describe.each(Object.keys(STREAMS) as Dialect[])('a stream of %s, with the tool offered', (dialect) => {
  const whole = Buffer.from(STREAMS[dialect]);

  it('is never cut in silence, wherever the provider breaks off or ends', async () => {
    let cut = 0;
    let gentle = false;
    const { port, requests } = await provider((socket) => {
      socket.write(HEAD);
      if (cut > 0) socket.write(chunk(whole.subarray(0, cut)));
      if (gentle) socket.write('0\r\n\r\n');
      else socket.destroySoon();
    });
    const complete = whole.indexOf(COMPLETE[dialect]) + COMPLETE[dialect].length;
    let silent = 0;
    let count = 0;
    for (cut = 0; cut < complete; cut += STEP) {
      for (gentle of [false, true]) {
        const response = await ask(port, dialect);
        const [text, broke] = await read(response);
        count++;
        if (!/"error"/.test(text.slice(text.lastIndexOf('data:')))) silent++;
        expect([response.status, response.headers.get('x-request-id'), broke]).toEqual([200, 'r1', !gentle]);
      }
    }
    expect([silent, requests()]).toEqual([0, count]);
  }, 300_000);

  it('arrives whole byte by byte, and encoded', async () => {
    const packed = gzipSync(whole);
    const { port } = await provider((socket, request) => {
      if (request === 1) {
        socket.write(HEAD.replace('X-Request', 'Content-Encoding: gzip\r\nX-Request'));
        return void socket.write(
          Buffer.concat([chunk(packed.subarray(0, 50)), chunk(packed.subarray(50)), Buffer.from('0\r\n\r\n')]),
        );
      }
      socket.setNoDelay(true);
      socket.write(HEAD);
      for (const byte of whole) socket.write(chunk(Buffer.from([byte])));
      socket.write('0\r\n\r\n');
    });
    expect(await read(await ask(port, dialect))).toEqual([STREAMS[dialect], false]);
    expect(await read(await ask(port, dialect))).toEqual([STREAMS[dialect], false]);
  });

  it.each([
    ['each event as it comes', { retrieve: { tool: 'mcp__x__headroom_retrieve' } }, 1],
    ['what is said before it is over, where the tool is offered', {}, 0.6],
  ] as const)(
    'gives %s',
    async (_, options, part) => {
      const events = STREAMS[dialect].split(/(?<=\r?\n\r?\n)/);
      let give: (bytes: string) => void = () => {};
      const { port } = await provider((socket) => {
        socket.write(HEAD);
        give = (text) => void socket.write(text === '' ? '0\r\n\r\n' : chunk(Buffer.from(text)));
        give(events.slice(0, part < 1 ? Math.ceil(events.length * part) : 1).join(''));
      }, options);
      const reader = ((await ask(port, dialect)).body as ReadableStream<Uint8Array>).getReader();
      const next = async () => Buffer.from((await reader.read()).value ?? []).toString();
      let text = await next();
      expect(text).not.toBe('');
      if (part === 1) {
        for (const event of events.slice(1)) {
          give(event);
          expect(await next()).toBe(event);
          text += event;
        }
      } else give(events.slice(Math.ceil(events.length * part)).join(''));
      give('');
      for (let more = await next(); more !== ''; more = await next()) text += more;
      expect(text).toBe(STREAMS[dialect]);
    },
    20_000,
  );
});

describe('a provider that fails before it answers', () => {
  it('is asked once, and the failure has a name', async () => {
    const gone = await provider((socket) => void socket.destroy());
    expect([(await ask(gone.port, 'anthropic')).status, gone.requests()]).toEqual([502, 1]);
    const half = await provider((socket) => void socket.end('HTTP/1.1 200 OK\r\nContent-Ty'));
    expect([(await ask(half.port, 'openai-chat')).status, half.requests()]).toEqual([502, 1]);
    const silent = await provider(() => undefined, { silenceMs: 300 });
    expect([(await ask(silent.port, 'gemini')).status, silent.requests()]).toEqual([504, 1]);
    const nowhere = await provider(() => undefined, { upstreams: { openai: 'http://name.invalid' } });
    const answer = await ask(nowhere.port, 'openai-responses');
    expect([answer.status, /EAI_AGAIN|ENOTFOUND/.test(await answer.text())]).toEqual([502, true]);
    const tls = createTlsServer({}, () => undefined).on('tlsClientError', () => undefined);
    await new Promise<void>((resolve) => tls.listen(0, '127.0.0.1', resolve));
    closing.push(() => tls.close());
    const unsafe = await provider(() => undefined, {
      upstreams: { openai: `https://127.0.0.1:${(tls.address() as AddressInfo).port}` },
    });
    expect((await ask(unsafe.port, 'openai-chat')).status).toBe(502);
  }, 30_000);

  it('says why it cannot be spoken to, in the words of each wire, before any request is sent', async () => {
    let requests = 0;
    const listening = async (server: Server) => {
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      closing.push(() => server.close());
      return `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
    };
    const plain = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.on('data', () => void socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    });
    const silent = createServer((socket) => void socket.on('error', () => undefined));
    const breaking = createServer(
      (socket) => void socket.on('error', () => undefined).once('data', () => socket.destroy()),
    );
    const keyless = createTlsServer({}, () => void requests++).on('tlsClientError', () => undefined);
    const faults: readonly (readonly [url: string, status: number])[] = [
      [await listening(plain), 502],
      [await listening(silent), 504],
      [await listening(breaking), 502],
      [await listening(keyless), 502],
      ['https://name.invalid', 502],
    ];
    for (const [url, status] of faults) {
      const upstreams = { anthropic: url, openai: url, gemini: url };
      const { port } = await provider(() => void requests++, { upstreams, silenceMs: 400 });
      for (const dialect of Object.keys(STREAMS) as Dialect[]) {
        const answer = await ask(port, dialect);
        const { error } = (await answer.json()) as { error: { message: string } };
        expect([answer.status, error.message.startsWith('headroom: the provider ')], `${url} ${dialect}`).toEqual([
          status,
          true,
        ]);
      }
    }
    expect(requests).toBe(0);
  }, 60_000);

  it('stalls in the middle, and the client hears of it', async () => {
    const { port } = await provider(
      (socket) => {
        socket.write(HEAD);
        socket.write(chunk(Buffer.from(STREAMS.anthropic.slice(0, 700))));
      },
      { silenceMs: 400 },
    );
    const [text, broke] = await read(await ask(port, 'anthropic'));
    expect([broke, text.includes('event: error')]).toEqual([true, true]);
  });

  it('answers in JSON that is cut: the client sees that it is not all', async () => {
    const { port } = await provider((socket) => {
      socket.end('HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{"id":"x"');
    });
    const { path } = CONVERSATIONS.anthropic as (typeof CONVERSATIONS)[string];
    const sent = '{"model":"m","messages":[]}';
    const raw = await rawExchange(
      port,
      `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: ${sent.length}\r\n\r\n${sent}`,
    );
    expect(raw.toString()).toMatch(/Content-Length: 500\r\n[\s\S]*\{"id":"x"$/);
  });
});

describe('five hundred streams at once', () => {
  it('stay apart and in order', async () => {
    const MANY = 500;
    const { port } = await provider((socket, request) => {
      socket.write(HEAD);
      const say = async () => {
        for (let i = 0; i < 5; i++) {
          await sleep(5 + ((request * 7) % 20));
          const last = i === 4 ? '"stop"' : 'null';
          socket.write(
            chunk(
              Buffer.from(
                `data: {"id":"${request}-${i}","choices":[{"index":0,"delta":{"content":"w"},"finish_reason":${last}}]}\n\n`,
              ),
            ),
          );
        }
        socket.write('0\r\n\r\n');
      };
      say().catch(() => undefined);
    });
    const texts = await Promise.all(
      Array.from({ length: MANY }, async () => (await read(await ask(port, 'openai-chat')))[0]),
    );
    const seen = new Set<string>();
    for (const text of texts) {
      const ids = [...text.matchAll(/"id":"(\d+)-(\d)"/g)].map(([, of, at]) => [of, at] as const);
      expect(ids.map(([, at]) => at)).toEqual(['0', '1', '2', '3', '4']);
      expect(new Set(ids.map(([of]) => of)).size).toBe(1);
      seen.add(String(ids[0]?.[0]));
    }
    expect(seen.size).toBe(MANY);
  }, 120_000);
});
