import { afterEach, describe, expect, it } from 'vitest';
import { CONVERSATIONS, echoProvider, rows } from './echo-provider.fixture.js';
import { serveProxy } from './node/serve-proxy.js';
import { createProxy } from './proxy.js';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function between() {
  const provider = await echoProvider((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end('{"input_tokens":7}');
  });
  const upstreams = Object.fromEntries(
    ['anthropic', 'openai', 'gemini', 'code-assist'].map((name) => [name, provider.url]),
  );
  const running = await serveProxy(createProxy({ upstreams }), { drainMs: 0 });
  closing.push(provider.close, running.close);
  const post = async (path: string, body: string) => {
    const headers = { 'content-type': 'application/json', authorization: 'Bearer k' };
    const answer = await fetch(`http://127.0.0.1:${running.port}${path}`, { method: 'POST', headers, body });
    expect(await answer.text()).toBe('{"input_tokens":7}');
    return provider.got.at(-1)?.body.toString() ?? '';
  };
  return post;
}
const bodyOf = (name: keyof typeof CONVERSATIONS) =>
  JSON.stringify((CONVERSATIONS[name] as (typeof CONVERSATIONS)[string]).body(rows()));

describe('what is counted', () => {
  it.each([
    ['anthropic', '/v1/messages', '/v1/messages/count_tokens'],
    ['openai-responses', '/v1/responses', '/v1/responses/input_tokens'],
    ['gemini', '/v1beta/models/gemini-2.5-pro:generateContent', '/v1beta/models/gemini-2.5-pro:countTokens'],
  ] as const)('by %s is what would be sent, before and after it is', async (name, path, counting) => {
    const post = await between();
    const body = bodyOf(name);
    const counted = await post(counting, body);
    expect(counted.length).toBeLessThan(body.length / 2);
    expect(await post(path, body)).toBe(counted);
    expect(await post(counting, body)).toBe(counted);
  });

  it('by Gemini as texts alone has no tools that the client did not bring', async () => {
    const post = await between();
    const whole = JSON.parse(bodyOf('gemini')) as { contents: unknown };
    const sent = JSON.parse(await post('/v1beta/models/gemini-2.5-pro:generateContent', JSON.stringify(whole)));
    const { contents } = whole;
    const counting = '/v1beta/models/gemini-2.5-pro:countTokens';
    expect(JSON.parse(await post(counting, JSON.stringify({ contents })))).toEqual({ contents: sent.contents });
    const request = { model: 'models/gemini-2.5-pro', contents };
    const enveloped = JSON.parse(await post('/v1internal:countTokens', JSON.stringify({ request })));
    expect(enveloped).toEqual({ request: { model: request.model, contents: sent.contents } });
  });
});

describe('batches', () => {
  it.each(['/v1/messages/batches', '/v1/batches', '/v1beta/models/gemini-2.5-pro:batchGenerateContent'])(
    'to %s pass byte for byte',
    async (path) => {
      const post = await between();
      const body = `{ "requests" : [ {"custom_id":"a","params": ${bodyOf('anthropic')} }, ${bodyOf('gemini')} ] }`;
      expect(await post(path, body)).toBe(body);
    },
  );
});
