import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { CONVERSATIONS, type Got } from '../echo-provider.fixture.js';
import { createProxy } from '../proxy.js';
import { type BackendDoor, backendDoor, gotHeader, ODD_MESSAGES, oddBody } from './backend-door.fixture.js';
import type { BackendOptions } from './index.js';

const closing: (BackendDoor | Server)[] = [];
afterEach(async () => {
  for (const open of closing.splice(0)) await open.close();
});

async function azureLike(options: object, takes = (_: Got) => true) {
  const door = await backendDoor(
    (url) => ({ url, ...options }) as BackendOptions,
    (got, response) => {
      response.writeHead(takes(got) ? 200 : 401, { 'content-type': 'application/json' });
      response.end('{"ok":1}');
    },
  );
  closing.push(door);
  return { ...door, last: () => door.provider.got.at(-1) as Got };
}

/** Gives out tokens to an application, each under another number. */
async function entra(lifetime: number, refuses = () => false) {
  const forms: Record<string, string>[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => {
      text += chunk;
    });
    request.on('end', () => {
      forms.push({ path: request.url ?? '', ...Object.fromEntries(new URLSearchParams(text)) });
      response.setHeader('content-type', 'application/json');
      if (refuses())
        return void response.writeHead(401).end('{"error":"invalid_client","error_description":"secret s"}');
      setTimeout(() => response.end(JSON.stringify({ access_token: `t${forms.length}`, expires_in: lifetime })), 20);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(server);
  const authority = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { forms, application: { tenantId: 'tenant-1', clientId: 'client-1', clientSecret: 's/+ ', authority } };
}

describe('Azure OpenAI', () => {
  it.each([
    ['/v1/chat/completions', '/openai/v1/chat/completions'],
    ['/openai/v1/responses', '/openai/v1/responses'],
    ['/v1/embeddings?a=%20', '/openai/v1/embeddings?a=%20'],
  ])('takes %s under its v1, with the deployment for the model', async (path, url) => {
    const { ask, last } = await azureLike({ name: 'azure', apiKey: 'k-1', models: { 'gpt-5': 'my-deployment' } });
    const heard = await ask(path, `{ "model":"gpt-5",${ODD_MESSAGES}, "t":1.0 }`, { authorization: 'Bearer client' });
    expect([heard.status, last().url, last().body.toString()]).toEqual([
      200,
      url,
      `{ "model":"my-deployment",${ODD_MESSAGES}, "t":1.0 }`,
    ]);
    expect([gotHeader(last(), 'api-key'), gotHeader(last(), 'authorization')]).toEqual(['k-1', undefined]);
    await ask(path, `{"model":"gpt-5-mini"}`);
    expect(last().body.toString()).toBe('{"model":"gpt-5-mini"}');
  });

  it('has no Messages and no other paths, and says so in the words of the wire', async () => {
    const { ask, provider } = await azureLike({ name: 'azure', apiKey: 'k-1' });
    const messages = await ask('/v1/messages', oddBody('m'));
    expect([messages.status, JSON.parse(messages.text).type]).toEqual([404, 'error']);
    expect((await ask('/openai/deployments/x/chat/completions', '{}')).status).toBe(404);
    expect(provider.got).toHaveLength(0);
  });

  it('by an application in Entra: one token for all, and the next before it runs out', async () => {
    const { forms, application } = await entra(3600);
    const { ask, last } = await azureLike({ name: 'azure', entra: application });
    await Promise.all(Array.from({ length: 5 }, () => ask('/v1/chat/completions', '{"model":"m"}')));
    expect(gotHeader(last(), 'authorization')).toBe('Bearer t1');
    expect(forms).toEqual([
      {
        path: '/tenant-1/oauth2/v2.0/token',
        grant_type: 'client_credentials',
        client_id: 'client-1',
        client_secret: 's/+ ',
        scope: 'https://cognitiveservices.azure.com/.default',
      },
    ]);
    const short = await entra(200);
    const other = await azureLike({ name: 'azure', entra: short.application });
    for (let i = 0; i < 3; i++) {
      await other.ask('/v1/chat/completions', '{"model":"m"}');
      await new Promise((resolve) => setTimeout(resolve, 60));
    }
    expect(short.forms.length).toBeGreaterThanOrEqual(3);
  });

  it('a token that is not taken any more is fetched anew; one that cannot be had is told by a name', async () => {
    let isRefusing = false;
    const { forms, application } = await entra(3600, () => isRefusing);
    let taken = 'Bearer t1';
    const { ask, provider } = await azureLike(
      { name: 'azure', entra: application },
      (got) => gotHeader(got, 'authorization') === taken,
    );
    expect((await ask('/v1/responses', '{"model":"m"}')).status).toBe(200);
    taken = 'Bearer t2';
    expect((await ask('/v1/responses', '{"model":"m"}')).status).toBe(200);
    expect([forms.length, provider.got.length]).toEqual([2, 3]);
    isRefusing = true;
    taken = 'none';
    const heard = await ask('/v1/responses', '{"model":"m"}');
    expect([heard.status, heard.text.includes('invalid_client'), heard.text.includes('secret')]).toEqual([
      502,
      true,
      false,
    ]);
  });
});

describe('Foundry', () => {
  it('takes Messages as they are, under a key or a token of its own scope', async () => {
    const { ask, last } = await azureLike({ name: 'foundry', apiKey: 'k-1', models: { 'claude-opus-4-7': 'opus' } });
    await ask('/v1/messages?beta=true', oddBody('claude-opus-4-7'), { 'anthropic-beta': 'b' });
    expect([last().url, last().body.toString()]).toEqual(['/anthropic/v1/messages?beta=true', oddBody('opus')]);
    expect([gotHeader(last(), 'api-key'), gotHeader(last(), 'x-api-key'), gotHeader(last(), 'anthropic-beta')]).toEqual(
      ['k-1', undefined, 'b'],
    );
    await ask('/anthropic/v1/messages/count_tokens', oddBody('own'));
    expect([last().url, last().body.toString()]).toEqual(['/anthropic/v1/messages/count_tokens', oddBody('own')]);
    for (const path of ['/v1/messages/batches', '/v1/chat/completions', '/v1/models'])
      expect((await ask(path, '{}')).status).toBe(404);
    const { forms, application } = await entra(3600);
    const other = await azureLike({ name: 'foundry', entra: application });
    await other.ask('/v1/messages', oddBody('m'));
    expect([gotHeader(other.last(), 'authorization'), forms[0]?.scope]).toEqual([
      'Bearer t1',
      'https://ai.azure.com/.default',
    ]);
  });
});

describe('OpenRouter', () => {
  it('takes the wires of OpenAI and Anthropic under its own names of models', async () => {
    const { ask, last } = await azureLike({ name: 'openrouter', apiKey: 'sk-or-1' });
    await ask('/v1/messages?beta=true', oddBody('claude-sonnet-4-5'), { 'http-referer': 'https://x' });
    expect([last().url, last().body.toString()]).toEqual([
      '/api/v1/messages?beta=true',
      oddBody('anthropic/claude-sonnet-4.5'),
    ]);
    expect([
      gotHeader(last(), 'authorization'),
      gotHeader(last(), 'x-api-key'),
      gotHeader(last(), 'http-referer'),
    ]).toEqual(['Bearer sk-or-1', undefined, 'https://x']);
    const { body } = CONVERSATIONS['openai-chat'] as (typeof CONVERSATIONS)[string];
    await ask('/v1/chat/completions', JSON.stringify(body('short')));
    expect(JSON.parse(last().body.toString()).model).toBe('openai/gpt-4o');
    expect((await ask('/v1/messages/batches', '{}')).status).toBe(404);
    expect((await ask('/other', '{}')).status).toBe(404);
  });
});

describe('options', () => {
  const application = { tenantId: 't', clientId: 'c', clientSecret: 's' };
  it.each([
    [{ name: 'azure', apiKey: 'k' }, 'resource'],
    [{ name: 'azure', resource: 'a.b', apiKey: 'k' }, 'resource'],
    [{ name: 'azure', resource: 'a-b' }, 'apiKey'],
    [{ name: 'azure', resource: 'a-b', apiKey: 'k', entra: application }, 'apiKey'],
    [{ name: 'foundry', resource: 'a-b', entra: { ...application, tenantId: '../x' } }, 'tenantId'],
    [{ name: 'foundry', resource: 'a-b', entra: { ...application, clientSecret: '' } }, 'clientSecret'],
    [{ name: 'foundry', resource: 'a-b', entra: { ...application, authority: 'x' } }, 'authority'],
    [{ name: 'openrouter' }, 'apiKey'],
    [{ name: 'openrouter', apiKey: 'k', resource: 'x' }, 'resource'],
    [{ name: 'elsewhere' }, 'name'],
  ])('%j are wrong in %s', (backend, name) => {
    expect(() => createProxy({ backend: backend as BackendOptions })).toThrow(`backend.${name}`);
  });
});
