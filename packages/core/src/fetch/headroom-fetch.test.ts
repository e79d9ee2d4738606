import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHeadroom } from '../compress.js';
import { HeadroomError } from '../model/errors.js';
import type { Warning } from '../model/report.js';
import type { CompressEvent } from '../pipeline/hooks.js';
import { payload } from '../testing/payloads.js';
import { headroomFetch } from './headroom-fetch.js';
import type { Fetch } from './outgoing.js';

const CHAT = 'https://api.openai.com/v1/chat/completions';
const output = payload('json', 7, 150);
const messages = [
  { role: 'user', content: 'Which request had the highest latency?' },
  {
    role: 'assistant',
    content: null,
    tool_calls: [{ id: 'c', type: 'function', function: { name: 'query', arguments: '{}' } }],
  },
  { role: 'tool', tool_call_id: 'c', content: output },
];
const chat = `{ "model":"gpt-4o", "temperature":1.0, "seed":12345678901234567890123, "x":"h\\u00e9llo",\n "messages": ${JSON.stringify(messages)} }\n`;
const literal = JSON.stringify(output);
const [before = '', after = ''] = chat.split(literal);

interface Sent {
  readonly input: Parameters<Fetch>[0];
  readonly init: Parameters<Fetch>[1];
}

/** A `fetch` that answers at once and remembers what it was given. */
function recorder(): { sent: Sent[]; fetch: Fetch; warnings: Warning[]; onWarning(warning: Warning): void } {
  const sent: Sent[] = [];
  const warnings: Warning[] = [];
  const fetch: Fetch = async (input, init) => {
    sent.push({ input, init });
    return new Response('{}');
  };
  return { sent, fetch, warnings, onWarning: (warning) => void warnings.push(warning) };
}

function expectCompressed(body: unknown): void {
  const text = typeof body === 'string' ? body : new TextDecoder().decode(body as Uint8Array);
  expect(text.startsWith(before) && text.endsWith(after)).toBe(true);
  expect(text.length).toBeLessThan(chat.length * 0.8);
  expect(() => JSON.parse(text)).not.toThrow();
}

describe('headroomFetch', () => {
  it('P-003 changes the literal of a tool output and no other byte', async () => {
    const { sent, fetch, warnings, onWarning } = recorder();
    const headers = { authorization: 'Bearer sk-proj-x', 'content-type': 'application/json' };
    const { signal } = new AbortController();
    const init = { method: 'POST', headers, body: chat, signal };
    await headroomFetch({ fetch, onWarning })(CHAT, init);
    expectCompressed(sent[0]?.init?.body);
    expect(sent[0]?.input).toBe(CHAT);
    expect(sent[0]?.init).toEqual({ ...init, body: sent[0]?.init?.body });
    expect(sent[0]?.init?.headers).toBe(headers);
    expect(sent[0]?.init?.signal).toBe(signal);
    expect(init.body).toBe(chat);
    expect(warnings).toEqual([]);
  });

  it('sends the same bytes each time, as retries and prompt caches need', async () => {
    const { sent, fetch } = recorder();
    const call = headroomFetch({ fetch });
    for (let round = 0; round < 3; round++) await call(CHAT, { method: 'POST', body: chat });
    await headroomFetch({ fetch })(CHAT, { method: 'POST', body: chat });
    expect(new Set(sent.map(({ init }) => init?.body)).size).toBe(1);
  });

  it('takes bytes and gives bytes', async () => {
    const { sent, fetch } = recorder();
    const bytes = new TextEncoder().encode(chat);
    await headroomFetch({ fetch })(new URL(CHAT), { method: 'post', body: bytes });
    await headroomFetch({ fetch })(CHAT, { method: 'POST', body: bytes.slice().buffer });
    for (const { init } of sent) expectCompressed(init?.body);
    expect(sent[0]?.init?.body).toBeInstanceOf(Uint8Array);
  });

  it('P-169 takes a wrong content-length off and keeps the other headers', async () => {
    const { sent, fetch } = recorder();
    const headers = { 'Content-Length': String(chat.length), 'X-Title': 'mine' };
    await headroomFetch({ fetch })(CHAT, { method: 'POST', headers, body: chat });
    expect([...new Headers(sent[0]?.init?.headers)]).toEqual([['x-title', 'mine']]);
    expect(headers).toHaveProperty('Content-Length');
  });

  it.each<[string, string, RequestInit]>([
    ['another method', CHAT, { method: 'PUT', body: chat }],
    ['another address', 'https://api.openai.com/v1/embeddings', { method: 'POST', body: chat }],
    ['a list of batches', 'https://api.anthropic.com/v1/messages/batches', { method: 'POST', body: chat }],
    [
      'nothing to compress',
      CHAT,
      { method: 'POST', body: '{"model":"gpt-4o","messages":[{"role":"user","content":"Hi"}]}' },
    ],
    ['a form', CHAT, { method: 'POST', body: new URLSearchParams({ a: 'b' }) }],
    ['no body', CHAT, { method: 'POST' }],
    ['text that is not JSON', CHAT, { method: 'POST', body: '{"messages":' }],
    ['bytes that are not UTF-8', CHAT, { method: 'POST', body: Uint8Array.of(0x22, 0xff, 0x22) }],
    ['an encoded body', CHAT, { method: 'POST', headers: { 'content-encoding': 'zstd' }, body: chat }],
    [
      'a signed request',
      CHAT,
      { method: 'POST', headers: { authorization: 'AWS4-HMAC-SHA256 Credential=x' }, body: chat },
    ],
    ['a sealed body', CHAT, { method: 'POST', headers: { 'content-digest': 'sha-256=:x:' }, body: chat }],
    ['an unknown shape', CHAT, { method: 'POST', body: '{"messages":[{"role":"robot"}]}' }],
  ])('passes %s through by reference', async (_, address, init) => {
    const { sent, fetch } = recorder();
    await headroomFetch({ fetch })(address, init);
    expect(sent).toHaveLength(1);
    expect(sent[0]?.input).toBe(address);
    expect(sent[0]?.init).toBe(init);
  });

  it('P-178 says why a request went out as it came', async () => {
    const { fetch, warnings, onWarning } = recorder();
    const call = headroomFetch({ fetch, onWarning });
    await call(CHAT, { method: 'POST', body: '{"messages":' });
    await call(CHAT, { method: 'POST', headers: { 'content-encoding': 'gzip' }, body: chat });
    await call(CHAT, { method: 'POST', headers: { digest: 'x' }, body: chat });
    await call(CHAT, { method: 'POST', body: '{"messages":[{"role":"robot"}]}' });
    expect(warnings.map(({ code }) => code)).toEqual(['invalid_text', 'invalid_text', 'edit_failed', 'unknown_shape']);
    expect(JSON.stringify(warnings)).not.toContain('robot');
  });

  it('sends the original when the engine fails', async () => {
    const { sent, fetch, warnings, onWarning } = recorder();
    const headroom = { ...createHeadroom(), compressJson: () => Promise.reject(new RangeError('x')) };
    const init = { method: 'POST', body: chat };
    await headroomFetch({ fetch, onWarning, headroom })(CHAT, init);
    expect(sent[0]?.init).toBe(init);
    expect(warnings).toMatchObject([{ code: 'edit_failed' }]);
  });

  it('leaves failures of the network to the caller', async () => {
    const failing: Fetch = () => Promise.reject(new TypeError('fetch failed'));
    await expect(headroomFetch({ fetch: failing })(CHAT, { method: 'POST', body: chat })).rejects.toThrow(
      'fetch failed',
    );
  });

  it('lets one call opt out by header, and takes the header off', async () => {
    const { sent, fetch } = recorder();
    const headers = { 'x-headroom-bypass': 'true', accept: '*/*' };
    await headroomFetch({ fetch })(CHAT, { method: 'POST', headers, body: chat });
    expect(sent[0]?.init?.body).toBe(chat);
    expect([...new Headers(sent[0]?.init?.headers)]).toEqual([['accept', '*/*']]);
  });

  it('counts with the vocabulary of the model in the body or address, unless told otherwise', async () => {
    const { fetch } = recorder();
    const models: unknown[] = [];
    const hooks = { preCompress: (_list: readonly unknown[], { model }: { model: string }) => void models.push(model) };
    const contents = JSON.stringify({ contents: [{ role: 'user', parts: [{ text: 'Hi' }] }] });
    const google = 'https://generativelanguage.googleapis.com/v1beta/models/gemini-2.5-pro:generateContent?key=x';
    await headroomFetch({ fetch, hooks })(CHAT, { method: 'POST', body: chat });
    await headroomFetch({ fetch, hooks })(google, { method: 'POST', body: contents });
    await headroomFetch({ fetch, hooks, model: 'gpt-4' })(CHAT, { method: 'POST', body: chat });
    expect(models).toEqual(['gpt-4o', 'gemini-2.5-pro', 'gpt-4']);
  });

  it.each([
    'https://bedrock-runtime.us-east-1.amazonaws.com/model/us.anthropic.claude-sonnet-4-5-20250929-v1%3A0/invoke',
    'https://aiplatform.googleapis.com/v1/projects/p/locations/l/publishers/anthropic/models/claude-sonnet-4-5:rawPredict',
  ])("takes a cloud's request to Claude, whose model is in the address: %s", async (address) => {
    const { sent, fetch, warnings, onWarning } = recorder();
    const names: string[] = [];
    const hooks = { postCompress: ({ model, provider }: CompressEvent) => void names.push(provider, model) };
    const body = {
      anthropic_version: 'bedrock-2023-05-31',
      max_tokens: 100,
      messages: [
        messages[0],
        { role: 'assistant', content: [{ type: 'tool_use', id: 'c', name: 'query', input: {} }] },
        { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'c', content: output }] },
      ],
    };
    await headroomFetch({ fetch, hooks, onWarning })(address, { method: 'POST', body: JSON.stringify(body) });
    expect(String(sent[0]?.init?.body).length).toBeLessThan(output.length * 0.8);
    expect(names[0]).toBe('anthropic');
    expect(names[1]).toContain('claude-sonnet-4-5');
    expect(warnings).toEqual([]);
  });

  it('refuses wrong options when it is made', () => {
    const wrong = { baseUrl: 'http://localhost' } as object;
    expect(() => headroomFetch(wrong)).toThrow(HeadroomError);
    expect(() => headroomFetch({ ...wrong, headroom: createHeadroom() })).toThrow(HeadroomError);
  });
});

describe('headroomFetch over a wire', () => {
  let server: Server;
  let address: string;
  const received: { readonly length: string | undefined; readonly text: string }[] = [];

  beforeAll(async () => {
    server = createServer((incoming, response) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('end', () => {
        received.push({ length: incoming.headers['content-length'], text: Buffer.concat(chunks).toString() });
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write('data: first\n\n');
        setTimeout(() => response.end('data: second\n\n'), 150);
      });
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/chat/completions`;
  });
  afterAll(() => void server.close());

  it('sends a true content-length, for a Request object too', async () => {
    const headers = { 'content-type': 'application/json', 'content-length': String(chat.length) };
    for (const call of [
      () => headroomFetch()(address, { method: 'POST', headers, body: chat }),
      () =>
        headroomFetch()(
          new Request(address, { method: 'POST', headers: { 'content-type': 'application/json' }, body: chat }),
        ),
    ]) {
      received.length = 0;
      const response = await call();
      await response.text();
      expectCompressed(received[0]?.text);
      expect(Number(received[0]?.length)).toBe(Buffer.byteLength(received[0]?.text ?? ''));
    }
  });

  it('sends a Request with nothing to compress as it is', async () => {
    received.length = 0;
    const body = '{"model":"gpt-4o","messages":[{"role":"user","content":"Hi"}]}';
    await (await headroomFetch()(new Request(address, { method: 'POST', body }))).text();
    expect(received[0]?.text).toBe(body);
  });

  it('streams the answer as it arrives', async () => {
    const response = await headroomFetch()(address, { method: 'POST', body: chat });
    const reader = response.body?.getReader();
    const start = performance.now();
    const first = await reader?.read();
    expect(new TextDecoder().decode(first?.value)).toBe('data: first\n\n');
    expect(performance.now() - start).toBeLessThan(140);
    await reader?.cancel();
  });

  it('stops when the caller aborts', async () => {
    const controller = new AbortController();
    controller.abort();
    await expect(headroomFetch()(address, { method: 'POST', body: chat, signal: controller.signal })).rejects.toThrow(
      /abort/i,
    );
  });
});
