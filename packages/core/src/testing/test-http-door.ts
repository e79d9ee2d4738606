import { createHeadroom } from '../compress.js';
import type { BodyDoorOptions } from '../http/body-door.js';
import type { BodyReport } from '../http/body-report.js';
import { BYPASS_HEADER } from '../http/json-body.js';
import { loopbackOnly } from '../http/loopback.js';
import type { RoutesOptions } from '../http/routes.js';
import type { Warning } from '../model/report.js';
import { HTTP_QUESTION, type HttpConversation, httpConversations } from './http-conversations.js';
import type { Runner } from './runner.js';

/** A door to test: its middleware and its routes in a real server. */
export interface TestHttpDoorOptions {
  readonly name: string;
  /**
   * Starts a server on a free port. The body middleware comes first, the routes are mounted on `/headroom`, and every other
   * request is answered with an {@link HttpEcho} of what came through.
   */
  serve(door?: BodyDoorOptions, routes?: RoutesOptions): Promise<{ readonly url: string; close(): Promise<void> }>;
}

/** What reached the application behind a body middleware. */
export interface HttpEcho {
  readonly headers: Readonly<Record<string, string>>;
  /** The body as base64. */
  readonly body: string;
  readonly report: BodyReport;
}

interface Passed {
  readonly headers: HttpEcho['headers'];
  readonly bytes: Uint8Array;
  readonly text: string;
  readonly report: BodyReport;
}

type Send = (path: string, body: Init['body'], init?: Init) => Promise<Passed>;
type Init = NonNullable<Parameters<typeof fetch>[1]>;

const [CHAT] = httpConversations() as readonly [HttpConversation, ...HttpConversation[]];
const JSON_TYPE = { 'content-type': 'application/json' };

/** The contract of every HTTP door. */
export function testHttpDoor(runner: Runner, options: TestHttpDoorOptions): void {
  runner.describe(`${options.name}: bodies of a gateway`, () => {
    testShrinking(runner, options);
    testPassing(runner, options);
    testFailing(runner, options);
  });
  runner.describe(`${options.name}: routes`, () => testRoutes(runner, options));
}

async function using(
  { serve }: TestHttpDoorOptions,
  body: (send: Send, url: string) => Promise<void>,
  ...doors: Parameters<TestHttpDoorOptions['serve']>
): Promise<void> {
  const { url, close } = await serve(...doors);
  const send: Send = async (path, sent, init = {}) => {
    const answer = await fetch(url + path, {
      method: 'POST',
      ...init,
      ...(sent !== undefined && { body: sent }),
      headers: { ...JSON_TYPE, ...(init.headers as Record<string, string>) },
    });
    const echo = (await answer.json()) as HttpEcho;
    const bytes = Uint8Array.from(atob(echo.body), (char) => char.charCodeAt(0));
    return { ...echo, bytes, text: new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes) };
  };
  try {
    await body(send, url);
  } finally {
    await close();
  }
}

function testShrinking({ it, expect }: Runner, options: TestHttpDoorOptions): void {
  const expectShrunk = ({ headers, bytes, text, report }: Passed, { before, after, json }: HttpConversation) => {
    expect(text.startsWith(before)).toBe(true);
    expect(text.endsWith(after)).toBe(true);
    expect(text.length).toBeLessThan(json.length * 0.8);
    JSON.parse(text);
    if (headers['content-length'] !== undefined) expect(headers['content-length']).toBe(String(bytes.length));
    expect(report.outcome).toBe('compressed');
  };

  for (const conversation of httpConversations()) {
    it(`changes the literal of a tool output and no other byte: ${conversation.name}`, () =>
      using(options, async (send) => {
        const passed = await send(conversation.path, conversation.json);
        expectShrunk(passed, conversation);
        expect(passed.headers['content-length']).toBe(String(passed.bytes.length));
        expect(JSON.stringify(passed.report)).not.toContain(HTTP_QUESTION);
        expect(JSON.stringify(passed.report)).not.toContain('latency');
      }));
  }

  it('takes chunked bodies, behind prefixes and queries', () =>
    using(options, async (send) => {
      const path = `/team/openai${CHAT.path}?api-version=1`;
      expectShrunk(await send(path, chunked(CHAT.json, 1000), { duplex: 'half' }), CHAT);
      expectShrunk(await send(path, chunked(CHAT.json, 1_000_000), { duplex: 'half' }), CHAT);
    }));

  it('keeps many requests at once apart, and gives the same bytes each time', () =>
    using(options, async (send) => {
      const conversations = [1, 2, 3, 4, 5].flatMap((seed) => httpConversations(seed, 60));
      const rounds = [0, 1].map(() => Promise.all(conversations.map(({ path, json }) => send(path, json))));
      const [first = [], second = []] = await Promise.all(rounds);
      expect(first.map(({ text }) => text)).toEqual(second.map(({ text }) => text));
      conversations.forEach(({ before, after }, at) => {
        expect(first[at]?.text.startsWith(before)).toBe(true);
        expect(first[at]?.text.endsWith(after)).toBe(true);
      });
      expect(new Set(first.map(({ text }) => text)).size).toBe(conversations.length);
    }));

  it('takes other paths where it is told so', () =>
    using(options, async (send) => expectShrunk(await send('/ask', CHAT.json), CHAT), {
      takes: (path) => path === '/ask',
    }));
}

function chunked(text: string, size: number): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) return controller.close();
      controller.enqueue(bytes.slice(at, at + size));
      at += size;
    },
  });
}

type Untouched = readonly [
  what: string,
  reason: string,
  body: string | Uint8Array<ArrayBuffer> | undefined,
  init?: Init & { readonly path?: string; readonly chunk?: number },
];

function testPassing({ it, expect }: Runner, options: TestHttpDoorOptions): void {
  const { json } = CHAT;
  const cases: readonly Untouched[] = [
    ['another method', 'method', json, { method: 'DELETE' }],
    ['another path', 'address', json, { path: '/v1/embeddings' }],
    ['another type', 'content_type', json, { headers: { 'content-type': 'text/plain' } }],
    ['an encoded body', 'encoded', json, { headers: { 'content-encoding': 'zstd' } }],
    ['a sealed body', 'sealed', json, { headers: { 'content-digest': 'sha-256=:x:' } }],
    ['a signed request', 'sealed', json, { headers: { authorization: 'AWS4-HMAC-SHA256 Credential=x' } }],
    ['no body', 'no_body', undefined],
    ['no body in chunks', 'no_body', '', { duplex: 'half', chunk: 1 }],
    ['text that is not JSON', 'not_json', '{"messages":'],
    ['bytes that are not UTF-8', 'not_json', Uint8Array.of(0x22, 0xff, 0x22)],
    ['a body over the limit', 'too_large', json + ' '.repeat(100_000)],
    ['a chunked body over the limit', 'too_large', json + ' '.repeat(900_000), { duplex: 'half', chunk: 7000 }],
    ['an unknown shape', 'unchanged', '{"messages":[{"role":"robot"}], "n": 1.0}'],
    ['nothing to compress', 'unchanged', '{"model":"gpt-4o","messages":[{"role":"user","content":"Hi \\u00e9"}]}'],
    ['an opt-out', 'bypass', json, { headers: { [BYPASS_HEADER]: 'true' } }],
  ];
  for (const [what, reason, body, { path = CHAT.path, chunk, ...init } = {}] of cases) {
    it(`passes ${what} byte for byte and says why`, () =>
      using(
        options,
        async (send) => {
          const given = chunk && typeof body === 'string' ? chunked(body, chunk) : body;
          const { bytes, headers, report } = await send(path, given, init);
          const sent = typeof body === 'string' ? new TextEncoder().encode(body) : (body ?? new Uint8Array(0));
          expect(bytes.length === sent.length && bytes.every((byte, at) => byte === sent[at])).toBe(true);
          expect(report.outcome === 'skipped' ? report.reason : report.outcome).toBe(reason);
          expect(headers[BYPASS_HEADER]).toBe(undefined);
        },
        { maxBytes: new TextEncoder().encode(json).length + 10 },
      ));
  }
}

function testFailing({ it, expect }: Runner, options: TestHttpDoorOptions): void {
  it('sends the body as it came when the engine fails, and warns', async () => {
    const warnings: Warning[] = [];
    const fail = () => Promise.reject(new RangeError(HTTP_QUESTION));
    const door = {
      headroom: { ...createHeadroom(), compressJson: fail, compress: fail },
      onWarning: (warning: Warning) => void warnings.push(warning),
    };
    await using(
      options,
      async (send) => {
        const { text, report } = await send(CHAT.path, CHAT.json);
        expect(text).toBe(CHAT.json);
        expect(report.outcome === 'skipped' && report.reason).toBe('failed');
      },
      door,
    );
    expect(warnings.map(({ code }) => code)).toEqual(['edit_failed']);
    expect(JSON.stringify(warnings)).not.toContain(HTTP_QUESTION);
  });
}

function testRoutes({ it, expect }: Runner, options: TestHttpDoorOptions): void {
  it('shortens, brings back and counts, together with the middleware', async () => {
    const headroom = createHeadroom();
    const body = async (url: string) => {
      const post = async (path: string, json: string) =>
        (await fetch(`${url}/headroom${path}`, { method: 'POST', headers: JSON_TYPE, body: json })).json();
      const answer = (await post('/v1/compress', CHAT.json)) as { tokens_saved: number; ccr_hashes: string[] };
      expect(answer.tokens_saved).toBeGreaterThan(0);
      const [hash] = answer.ccr_hashes;
      const found = (await post('/v1/retrieve', JSON.stringify({ hash }))) as { original_content: string };
      expect(CHAT.json).toBe(CHAT.before + JSON.stringify(found.original_content) + CHAT.after);
      await fetch(url + CHAT.path, { method: 'POST', headers: JSON_TYPE, body: CHAT.json });
      const stats = (await (await fetch(`${url}/headroom/v1/stats`)).json()) as { tokens_saved: number };
      expect(stats.tokens_saved).toBe(answer.tokens_saved * 2);
    };
    await using(options, (_, url) => body(url), { headroom }, { headroom, authorize: loopbackOnly });
  });

  it('refuses requests that a proxy relays, and leaves other paths to the application', () =>
    using(
      options,
      async (send, url) => {
        const stats = `${url}/headroom/v1/stats`;
        expect((await fetch(stats, { headers: { 'x-forwarded-for': '203.0.113.9' } })).status).toBe(403);
        expect((await fetch(stats, { method: 'POST' })).status).toBe(405);
        expect((await fetch(stats)).status).toBe(200);
        expect((await send('/headroom/v1/other', '{}')).text).toBe('{}');
      },
      {},
      { authorize: loopbackOnly },
    ));

  it('refuses everybody until it is told who may call: a proxy that says nothing looks like a program here', () =>
    using(options, async (_, url) => {
      const answer = await fetch(`${url}/headroom/v1/retrieve`, { method: 'POST', headers: JSON_TYPE, body: '{}' });
      expect(answer.status).toBe(403);
      expect(await answer.text()).toContain('authorize');
    }));

  it('asks `authorize` who may call, with the address of the caller', async () => {
    const asked: unknown[] = [];
    const authorize = (request: Request, peer: { readonly address?: string | undefined }) => {
      asked.push(/^(::1|(::ffff:)?127\.0\.0\.1)$/.test(peer.address ?? ''));
      return request.headers.get('authorization') === 'Bearer s3cret';
    };
    const statuses: number[] = [];
    const call = async (url: string, headers: Record<string, string>) =>
      statuses.push((await fetch(`${url}/headroom/v1/stats`, { headers })).status);
    await using(
      options,
      async (_, url) => {
        await call(url, {});
        await call(url, { authorization: 'Bearer s3cret', 'x-forwarded-for': '203.0.113.9' });
      },
      {},
      { authorize },
    );
    expect(statuses).toEqual([403, 200]);
    expect(asked).toEqual([true, true]);
  });
}
