import { describe, expect, it } from 'vitest';
import { memory } from '../ccr/memory-store.js';
import { createHeadroom } from '../compress.js';
import { HeadroomError } from '../model/errors.js';
import { HTTP_QUESTION, httpConversations } from '../testing/http-conversations.js';
import { payload } from '../testing/payloads.js';
import { loopbackOnly, type Peer } from './loopback.js';
import { createRoutes, type RoutePath, type RoutesOptions } from './routes.js';

const HERE: Peer = { address: '127.0.0.1' };
const [chat, responses, claude, gemini] = httpConversations();
const output = payload('json', 7, 150);
const messages = JSON.parse(chat?.json ?? '').messages as readonly unknown[];
const ask = { model: 'gpt-4o', messages };

interface Answer {
  readonly status: number;
  readonly type: string | null;
  readonly text: string;
  readonly json: Readonly<Record<string, unknown>> & { readonly ccr_hashes: readonly string[] };
}

/** Calls the routes of an engine as a program on this machine would. */
function client(options: RoutesOptions = {}, peer = HERE) {
  const routes = createRoutes({ authorize: loopbackOnly, ...options });
  return async (path: RoutePath, body?: unknown, init: RequestInit & { host?: string } = {}): Promise<Answer> => {
    const { host = 'localhost:8787', headers, ...rest } = init;
    const request = new Request(`http://${host}${path}`, {
      ...(body === undefined
        ? {}
        : { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body), duplex: 'half' }),
      headers: { 'content-type': 'application/json', ...(headers as Record<string, string>) },
      ...rest,
    });
    const response = await routes(path, request, peer);
    const text = await response.text();
    const type = response.headers.get('content-type');
    return { status: response.status, type, text, json: JSON.parse(text) };
  };
}

/** A refusal is a problem document that quotes nothing. */
function expectProblem({ status, type, json, text }: Answer, expected: number, code: string): void {
  expect([status, json.code, json.status]).toEqual([expected, code, expected]);
  expect(type).toBe('application/problem+json');
  expect(json.type).toBe(`urn:headroom:problem:${code}`);
  expect(String(json.detail).length).toBeGreaterThan(10);
  expect(text).not.toContain(HTTP_QUESTION);
  expect(text).not.toContain('SECRET');
}

describe('POST /v1/compress', () => {
  it('answers with the documented fields', async () => {
    const { status, type, json } = await client()('/v1/compress', ask);
    expect([status, type]).toEqual([200, 'application/json']);
    const direct = await createHeadroom().compress(ask, { model: 'gpt-4o' });
    expect(json).toEqual({
      messages: direct.messages,
      tokens_before: direct.tokensBefore,
      tokens_after: direct.tokensAfter,
      tokens_saved: direct.tokensSaved,
      compression_ratio: direct.compressionRatio,
      transforms_applied: direct.transformsApplied,
      transforms_summary: { smart_crusher: 1 },
      ccr_hashes: direct.ccrHashes,
      warnings: [],
    });
    expect(direct.compressed).toBe(true);
    expect(json.compression_ratio).toBeCloseTo(direct.tokensAfter / direct.tokensBefore);
  });

  it.each([
    ['messages', claude],
    ['input', responses],
    ['contents', gemini],
  ])('takes a body with %s and keeps its bytes outside the changed string', async (list, conversation) => {
    const { before = '', after = '', json = '' } = conversation ?? {};
    const answer = await client({ model: 'gpt-4o' })('/v1/compress', json);
    const start = before.slice(before.indexOf('[', before.indexOf(`"${list}"`)));
    const end = after.slice(0, after.lastIndexOf(']') + 1);
    expect(answer.text.startsWith(`{"messages":${start}`)).toBe(true);
    expect(answer.text).toContain(`${end},"tokens_before":`);
    expect(Number(answer.json.tokens_saved)).toBeGreaterThan(100);
  });

  it('follows options in camel case and snake case, and says which it cannot follow', async () => {
    const call = client();
    const saved = async (more: object) => (await call('/v1/compress', { ...ask, ...more })).json;
    const long = JSON.parse(
      (chat?.json ?? '').replace(JSON.stringify(output), JSON.stringify(payload('json', 7, 400))),
    ).messages;
    const balanced = await saved({});
    const whole = await saved({ messages: long });
    const aggressive = await saved({ messages: long, options: { mode: 'aggressive' } });
    expect(Number(aggressive.tokens_after)).toBeLessThan(Number(whole.tokens_after));
    expect((await saved({ options: { excludeTools: ['query'] } })).tokens_saved).toBe(0);
    expect((await saved({ config: { exclude_tools: ['query'] } })).tokens_saved).toBe(0);
    const lossless = await saved({ options: { retrieval: 'none' } });
    expect(lossless.ccr_hashes).toEqual([]);
    expect((await saved({ token_budget: 1 })).warnings).toMatchObject([{ code: 'over_budget' }]);
    const foreign = await saved({ config: { target_ratio: 0.3, protect_recent: 2 }, token_budget: null });
    expect(foreign.warnings).toMatchObject([{ code: 'option_ignored' }, { code: 'option_ignored' }]);
    expect(foreign.tokens_after).toBe(balanced.tokens_after);
  });

  it('leaves messages alone with the opt-out header', async () => {
    const headroom = createHeadroom();
    const { json } = await client({ headroom })('/v1/compress', ask, { headers: { 'x-headroom-bypass': 'true' } });
    expect(json).toMatchObject({ messages, tokens_saved: 0, compression_ratio: 1, ccr_hashes: [] });
    expect(Number(json.tokens_before)).toBeGreaterThan(1000);
    expect((headroom.store as { readonly size?: number }).size).toBe(0);
  });

  it.each<[string, number, string, unknown, RequestInit?]>([
    ['no model', 400, 'missing_field', { messages }],
    ['no list', 400, 'missing_field', { model: 'gpt-4o', messages: HTTP_QUESTION }],
    ['text that is not JSON', 400, 'invalid_json', `{"messages": "${HTTP_QUESTION}`],
    ['a list', 400, 'invalid_json', messages],
    ['an unknown option', 400, 'unknown_option', { ...ask, options: { 'SECRET key': 1 } }],
    ['an option that reaches beyond the call', 400, 'unknown_option', { ...ask, options: { store: {} } }],
    ['an option of a prototype', 400, 'unknown_option', `{"model":"x","messages":[],"options":{"__proto__":{}}}`],
    ['a wrong value', 400, 'invalid_option', { ...ask, options: { mode: 'SECRET' } }],
    [
      'options that contradict',
      400,
      'contradictory_options',
      { ...ask, options: { mode: 'aggressive', retrieval: 'none' } },
    ],
    ['options that are no object', 400, 'invalid_option', { ...ask, options: ['SECRET'] }],
    ['another type', 415, 'unsupported_media_type', ask, { headers: { 'content-type': 'text/plain' } }],
    ['an encoding', 415, 'unsupported_encoding', ask, { headers: { 'content-encoding': 'gzip' } }],
    ['another method', 405, 'method_not_allowed', ask, { method: 'PUT' }],
    ['too much', 413, 'too_large', { ...ask, more: ' '.repeat(200_000) }],
    ['too much, as it says', 413, 'too_large', '{}', { headers: { 'content-length': '999999' } }],
  ])('refuses %s', async (_, status, code, body, init) => {
    expectProblem(await client({ maxBytes: 100_000 })('/v1/compress', body, init), status, code);
  });

  it('tells of a failure by its name only', async () => {
    const fail = () => Promise.reject(new RangeError(HTTP_QUESTION));
    const headroom = { ...createHeadroom(), compressJson: fail };
    const answer = await client({ headroom })('/v1/compress', ask);
    expectProblem(answer, 500, 'failed');
    expect(answer.text).toContain('RangeError');
  });
});

describe('POST /v1/retrieve', () => {
  let clock = 0;
  const headroom = createHeadroom({ store: memory({ ttl: 60, now: () => clock }) });
  const call = client({ headroom });
  const compressed = async () => String((await call('/v1/compress', ask)).json.ccr_hashes[0]);

  it('brings back the original, or the part that is asked for', async () => {
    const hash = await compressed();
    const whole = (await call('/v1/retrieve', { hash })).json;
    expect(whole).toEqual({ hash, original_content: output, part: 'the whole original', whole: true });
    const rows = (await call('/v1/retrieve', { hash, rows: '3-4' })).json;
    expect(rows).toMatchObject({ whole: false, part: expect.stringContaining('rows 3-4') });
    expect(rows.original_content).toContain('"id":1002');
    expect(rows.original_content).not.toContain('"id":1005');
    const found = (await call('/v1/retrieve', { hash, query: 'checksum mismatch' })).json;
    expect(found.original_content).toContain('checksum mismatch');
    const start = (await call('/v1/retrieve', { hash, offset: 0, limit: 20 })).json;
    expect(start.original_content).toBe(output.slice(0, 20));
    const bounded = (await call('/v1/retrieve', { hash, max_characters: 100 })).json;
    expect(String(bounded.original_content).length).toBeLessThanOrEqual(100);
    expect(bounded.whole).toBe(false);
  });

  it('tells expired from unknown, for good', async () => {
    const hash = await compressed();
    clock += 61_000;
    const expired = await call('/v1/retrieve', { hash });
    expectProblem(expired, 404, 'expired');
    expect(expired.json.detail).toMatch(/expired.*Do not ask for this hash again/);
    const unknown = await call('/v1/retrieve', { hash: '0123456789abcdef01234567' });
    expectProblem(unknown, 404, 'unknown');
    expect(unknown.json.detail).toMatch(/No original.*Do not ask for this hash again/);
  });

  it('refuses what it cannot read, and says when the store fails', async () => {
    expectProblem(await call('/v1/retrieve', {}), 400, 'missing_field');
    expectProblem(await call('/v1/retrieve', { hash: 'not a hash' }), 400, 'invalid');
    const hash = await compressed();
    expectProblem(await call('/v1/retrieve', { hash, lines: ['SECRET'] }), 400, 'invalid_field');
    expectProblem(await call('/v1/retrieve', { hash, head: -1 }), 400, 'invalid_field');
    const get = () => Promise.reject(new Error('SECRET address of the store'));
    const broken = createHeadroom({ store: { get, set: () => undefined, delete: () => undefined } });
    expectProblem(await client({ headroom: broken })('/v1/retrieve', { hash }), 500, 'failed');
  });
});

describe('GET /v1/stats', () => {
  it('adds up what all doors of an engine did, without a text', async () => {
    const headroom = createHeadroom();
    const call = client({ headroom });
    const { json: first } = await call('/v1/compress', ask);
    await call('/v1/compress', ask, { headers: { 'x-headroom-bypass': 'true' } });
    await client({ headroom })('/v1/retrieve', { hash: first.ccr_hashes[0] });
    await call('/v1/retrieve', { hash: '0123456789abcdef01234567' });
    await call('/v1/compress', { model: 'gpt-4o', messages: [{ role: 'robot' }] });
    const { json, text } = await call('/v1/stats');
    expect(json).toEqual({
      since: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      requests: { compressed: 1, unchanged: 1, skipped: { bypass: 1 } },
      tokens_before: first.tokens_before,
      tokens_after: first.tokens_after,
      tokens_saved: first.tokens_saved,
      compression_ratio: first.compression_ratio,
      compressors: { smart_crusher: { texts: 1, tokens_saved: first.tokens_saved } },
      retrieves: { found: 1, unknown: 1 },
      warnings: { unknown_shape: 1 },
    });
    expect(text).not.toContain(String(first.ccr_hashes[0]));
    expect((await client()('/v1/stats')).json).toMatchObject({ tokens_before: 0, compression_ratio: 1 });
  });
});

describe('who may call', () => {
  it.each<[string, Peer, { host?: string; headers?: Record<string, string> }, number]>([
    ['this machine', { address: '127.0.0.1' }, {}, 200],
    ['this machine in IPv6', { address: '::1' }, { host: '[::1]:80' }, 200],
    ['this machine in mapped IPv4', { address: '::ffff:127.0.0.1' }, { host: '127.0.0.1' }, 200],
    ['another machine', { address: '192.168.1.7' }, {}, 403],
    ['nobody knows who', {}, {}, 403],
    ['a page that rebinds its name', HERE, { host: 'evil.example' }, 403],
    ['a name that begins like ours', HERE, { host: '127.0.0.1.evil.example' }, 403],
    ['a relayed request', HERE, { headers: { 'x-forwarded-for': '203.0.113.9' } }, 403],
    ['a relayed request that tells the scheme only', HERE, { headers: { 'x-forwarded-proto': 'https' } }, 403],
    ['a relayed request, in the new style', HERE, { headers: { forwarded: 'for=203.0.113.9' } }, 403],
  ])('by default: %s', async (_, peer, init, status) => {
    const answer = await client({}, peer)('/v1/stats', undefined, init);
    if (status === 200) expect(answer.status).toBe(200);
    else expectProblem(answer, 403, 'forbidden');
  });

  it('is refused with an address that nobody can read', async () => {
    const request = { url: 'http://xn--a/v1/stats', method: 'GET', headers: new Headers() } as Request;
    expect((await createRoutes({ authorize: () => true })('/v1/stats', request, HERE)).status).toBe(400);
  });

  it('is nobody until it is said, and the answer says how', async () => {
    const answer = await client({ authorize: undefined as never })('/v1/retrieve', { hash: 'a'.repeat(24) });
    expectProblem(answer, 403, 'not_configured');
    expect(answer.json.detail).toMatch(/authorize.*loopbackOnly/);
    expectProblem(await client({ authorize: () => null as never })('/v1/stats'), 403, 'forbidden');
  });

  it('is decided by `authorize`, which is asked before anything is read', async () => {
    const far: Peer = { address: '203.0.113.9' };
    expect((await client({ authorize: () => true }, far)('/v1/stats')).status).toBe(200);
    expectProblem(await client({ authorize: async () => false })('/v1/compress', '{'), 403, 'forbidden');
    expectProblem(await client({ authorize: () => 'yes' as never })('/v1/stats'), 403, 'forbidden');
    const challenge = () => new Response('{}', { status: 401, headers: { 'www-authenticate': 'Bearer' } });
    expect((await client({ authorize: challenge })('/v1/stats')).status).toBe(401);
    const fail = () => {
      throw new Error('SECRET');
    };
    expectProblem(await client({ authorize: fail })('/v1/stats'), 500, 'failed');
  });
});

it.each([
  [{ authorize: 'me' }, 'authorize'],
  [{ maxBytes: 0 }, 'maxBytes'],
  [{ headroom: {} }, 'headroom'],
  [{ baseUrl: 'http://localhost' }, 'baseUrl'],
  [{ mode: 'fast' }, 'mode'],
])('refuses wrong options when it is made: %j', (options, option) => {
  expect(() => createRoutes(options as object)).toThrow(HeadroomError);
  expect(() => createRoutes(options as object)).toThrow(expect.objectContaining({ option }));
});
