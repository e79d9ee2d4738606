import { describe, expect, it } from 'vitest';
import { memory } from '../ccr/memory-store.js';
import { RETRIEVE_TOOL } from '../ccr/tool.js';
import { HeadroomError } from '../model/errors.js';
import { clients, historyOf, type Json } from '../tool-loop/scripted-client.fixture.js';
import { scriptedResponse } from '../tool-loop/scripted-provider.fixture.js';
import { type HeadroomFetchOptions, headroomFetch } from './headroom-fetch.js';

const bash = { id: 'b', name: 'Bash', input: {} };
const own = { id: 'r', name: RETRIEVE_TOOL, input: { hash: 'the-hidden-hash' } };
const { body, results } = clients.gemini;
const shown = historyOf('gemini', scriptedResponse('gemini', { calls: [bash] }, 1) as Json);
const GEMINI = 'https://llm.test/v1beta/models/gemini-2.5-pro:generateContent';

/** Clients of one store; each request is answered with a hidden call beside the client's. */
function clientsOf(store = memory()) {
  const sent: { text: string; headers: Headers; address: string }[] = [];
  const fetch = (async (input: unknown, init: RequestInit) => {
    sent.push({ text: String(init?.body), headers: new Headers(init?.headers), address: String(input) });
    return Response.json(scriptedResponse('gemini', { calls: [own, bash] }, 1));
  }) as typeof globalThis.fetch;
  const post = async (
    history: readonly unknown[],
    headers: Record<string, string> = {},
    options: HeadroomFetchOptions = {},
    address = GEMINI,
  ) => {
    const call = headroomFetch({ retrieve: true, fetch, store, ...options });
    await call(address, { method: 'POST', headers, body: JSON.stringify(body(history)) });
    return sent.at(-1) as (typeof sent)[number];
  };
  return { post, sent };
}

describe('the owner of hidden turns', () => {
  const later = [...shown, ...results([bash])];

  it.each<[string, Record<string, string>, HeadroomFetchOptions, string?]>([
    ['x-goog-api-key', { 'x-goog-api-key': 'k1' }, {}],
    ['authorization', { authorization: 'Bearer k1' }, {}],
    ['x-api-key', { 'x-api-key': 'k1' }, {}],
    ['api-key', { 'api-key': 'k1' }, {}],
    ['a key in the address', {}, {}, `${GEMINI}?key=k1`],
    ['a tenant', {}, { tenant: 'acme' }],
    ['a tenant per call', {}, { tenant: () => 'acme' }],
    ['a conversation', {}, { conversation: ({ address }) => `thread at ${address.length}` }],
    ['headers', { 'x-headroom-tenant': 'acme', 'x-headroom-conversation': 'thread' }, {}],
  ])('is told by %s', async (_, headers, options, address) => {
    const { post } = clientsOf();
    await post([], headers, options, address);
    expect((await post(later)).text).not.toContain('the-hidden-hash');
    expect((await post(later, headers, { tenant: 'other' })).text.includes('the-hidden-hash')).toBe(
      'x-headroom-tenant' in headers,
    );
    const found = await post(later, headers, options, address);
    expect(found.text).toContain('the-hidden-hash');
    expect([...found.headers.keys()].filter((name) => name.startsWith('x-headroom'))).toEqual([]);
  });

  it('is the tenant and not the key where there is one: keys are changed', async () => {
    const { post } = clientsOf();
    await post([], { 'x-goog-api-key': 'k1' }, { tenant: 'acme' });
    expect((await post(later, { 'x-goog-api-key': 'k2' }, { tenant: 'acme' })).text).toContain('the-hidden-hash');
  });

  it('takes its headers off every request, and its mark off addresses', async () => {
    const { sent } = clientsOf();
    const fetch = (async (input: unknown, init: RequestInit) => {
      sent.push({ text: '', headers: new Headers(init?.headers), address: String((input as Request).url ?? input) });
      return new Response();
    }) as typeof globalThis.fetch;
    const call = headroomFetch({ fetch });
    const headers = { 'x-headroom-tenant': 'acme', 'x-other': '1' };
    const address = 'https://llm.test/v1/responses/resp_1~headroom.W10?include=x';
    await call(address, { headers });
    await call(new URL(address), { headers });
    await call(new Request(address, { headers }));
    await call('https://llm.test/v1/messages', { method: 'POST', headers, body: 'x' });
    expect(sent.map(({ headers: seen }) => [...seen.keys()])).toEqual(
      sent.map(() => expect.not.arrayContaining(['x-headroom-tenant'])),
    );
    expect(sent.slice(0, 3).map((one) => one.address)).toEqual(
      Array(3).fill('https://llm.test/v1/responses/resp_1?include=x'),
    );
  });

  it('refuses names that are none', () => {
    for (const tenant of [7, '', {}]) expect(() => headroomFetch({ tenant: tenant as never })).toThrow(HeadroomError);
  });

  it('sends a request as it came, with a warning, where the name given for it is none', async () => {
    const warnings: string[] = [];
    const { post } = clientsOf();
    await post([], {}, { tenant: () => 7 as never, onWarning: ({ code }) => warnings.push(code) });
    expect(warnings).toEqual(['edit_failed']);
  });
});
