import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { Got } from '../echo-provider.fixture.js';
import { createProxy } from '../proxy.js';
import { STREAMS } from '../streams.fixture.js';
import { type BackendDoor, backendDoor, gotHeader, ODD_MESSAGES, oddBody } from './backend-door.fixture.js';
import type { VertexOptions } from './vertex.js';

const closing: (BackendDoor | Server)[] = [];
const environment = { ...process.env };
afterEach(async () => {
  for (const open of closing.splice(0)) await open.close();
  process.env = { ...environment };
});

/** A machine of Google Cloud, which gives out tokens to what runs on it. */
async function metadataServer(lifetime: number) {
  let given = 0;
  const server = createServer((request, response) => {
    response.setHeader('metadata-flavor', 'Google');
    if (!request.url?.includes('/token')) return void response.end('x');
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ access_token: `ya29.${++given}`, expires_in: lifetime, token_type: 'Bearer' }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(server);
  process.env.GCE_METADATA_HOST = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  process.env.METADATA_SERVER_DETECTION = 'assume-present';
  process.env.HOME = '/nonexistent';
  delete process.env.GOOGLE_APPLICATION_CREDENTIALS;
  return { given: () => given };
}

async function google(options: Partial<VertexOptions> = {}, takes = (_: string) => true) {
  const door = await backendDoor(
    (url) => ({
      name: 'vertex',
      project: 'p-1',
      region: 'us-east5',
      credentials: async () => 'ya29.own',
      url,
      ...options,
    }),
    (got, response) => {
      if (!takes(gotHeader(got, 'authorization') ?? ''))
        return void response.writeHead(401).end('{"error":{"code":401}}');
      const isStream = got.url.includes(':streamRawPredict');
      response.writeHead(200, { 'content-type': isStream ? 'text/event-stream' : 'application/json' });
      response.end(isStream ? STREAMS.anthropic : '{"input_tokens":1}');
    },
  );
  closing.push(door);
  return { ...door, last: () => door.provider.got.at(-1) as Got };
}
const PLACE = '/v1/projects/p-1/locations/us-east5/publishers/anthropic/models';

describe('Messages on Vertex AI', () => {
  it('go to the address of their model; the model leaves the body, and the rest of it stays', async () => {
    const { ask, last } = await google();
    await ask('/v1/messages?beta=true', oddBody('claude-sonnet-4-5'), {
      'anthropic-beta': 'a-1',
      authorization: 'Bearer client',
    });
    expect([last().url, last().body.toString()]).toEqual([
      `${PLACE}/claude-sonnet-4-5@20250929:rawPredict`,
      `{"anthropic_version":"vertex-2023-10-16", "max_tokens":1e2, ${ODD_MESSAGES} , "temperature": 1.0 }`,
    ]);
    expect([gotHeader(last(), 'anthropic-beta'), gotHeader(last(), 'authorization')]).toEqual([
      'a-1',
      'Bearer ya29.own',
    ]);
    expect(JSON.stringify(last().rawHeaders)).not.toContain('client"');
    const { text } = await ask('/v1/messages', oddBody('claude-opus-4-7', ',"stream":true'));
    expect([last().url, Buffer.from(text, 'latin1').toString()]).toEqual([
      `${PLACE}/claude-opus-4-7:streamRawPredict`,
      STREAMS.anthropic,
    ]);
    expect(JSON.parse(last().body.toString()).stream).toBe(true);
    await ask('/v1/messages', '{"model":"m"}', { 'anthropic-version': '2026-10-21' });
    expect([last().body.toString(), gotHeader(last(), 'anthropic-version')]).toEqual([
      '{"anthropic_version":"2026-10-21"}',
      undefined,
    ]);
  });

  it('are counted by the model that counts', async () => {
    const { ask, last } = await google({ models: { 'claude-x': 'own-name' } });
    expect((await ask('/v1/messages/count_tokens', oddBody('claude-x'))).text).toBe('{"input_tokens":1}');
    expect([last().url, JSON.parse(last().body.toString()).model]).toEqual([
      `${PLACE}/count-tokens:rawPredict`,
      'own-name',
    ]);
  });

  it("in Vertex's own words pass as they are, for the operator's project and region alone", async () => {
    const { ask, last, provider } = await google();
    const body = `{"anthropic_version":"vertex-2023-10-16",${ODD_MESSAGES}}`;
    for (const path of [`${PLACE}/m@1:rawPredict?x=1`, `${PLACE.slice(3)}/m@1:rawPredict?x=1`]) {
      await ask(path, body);
      expect([last().url, last().body.toString()]).toEqual([`${PLACE}/m@1:rawPredict?x=1`, body]);
    }
    const heard = await ask(PLACE.replace('p-1', 'p-2').concat('/m:rawPredict'), body);
    expect([heard.status, JSON.parse(heard.text).error.type]).toEqual([403, 'permission_error']);
    expect((await ask('/v1/messages/batches', '{}')).status).toBe(404);
    expect((await ask('/v1/chat/completions', '{}')).status).toBe(404);
    expect(provider.got).toHaveLength(2);
  });
});

describe('tokens of Google', () => {
  it('are held, and fetched anew before they run out', async () => {
    const long = await metadataServer(3600);
    const one = await google({ credentials: 'default' });
    for (let i = 0; i < 3; i++) await one.ask('/v1/messages', oddBody('claude-opus-4-7'));
    expect([gotHeader(one.last(), 'authorization'), long.given()]).toEqual(['Bearer ya29.1', 1]);
    const short = await metadataServer(200);
    const other = await google({ credentials: 'default' });
    for (let i = 0; i < 3; i++) await other.ask('/v1/messages', oddBody('claude-opus-4-7'));
    expect([gotHeader(other.last(), 'authorization'), short.given()]).toEqual(['Bearer ya29.3', 3]);
  });

  it('that are not taken any more are fetched anew, and the request is sent once more', async () => {
    const { given } = await metadataServer(3600);
    let taken = 'Bearer ya29.1';
    const { ask, provider } = await google({ credentials: 'default' }, (token) => token === taken);
    expect((await ask('/v1/messages', oddBody('claude-opus-4-7'))).status).toBe(200);
    taken = 'Bearer ya29.2';
    expect((await ask('/v1/messages', oddBody('claude-opus-4-7'))).status).toBe(200);
    expect([given(), provider.got.length]).toEqual([2, 3]);
    taken = 'none';
    expect((await ask('/v1/messages', oddBody('claude-opus-4-7'))).status).toBe(401);
    expect(provider.got).toHaveLength(5);
  });

  it('that cannot be had are told by a name', async () => {
    const credentials = async () => {
      throw Object.assign(new Error('secret words'), { code: 'invalid_grant' });
    };
    const { ask, provider } = await google({ credentials });
    const heard = await ask('/v1/messages', oddBody('claude-opus-4-7'));
    expect([heard.status, heard.text.includes('invalid_grant'), heard.text.includes('secret')]).toEqual([
      502,
      true,
      false,
    ]);
    expect(provider.got).toHaveLength(0);
  });
});

describe('options of Vertex AI', () => {
  it.each([
    [{ region: 'us-east5', credentials: 'default' }, 'project'],
    [{ project: 'p-1', credentials: 'default' }, 'region'],
    [{ project: 'p-1/../x', region: 'us-east5', credentials: 'default' }, 'project'],
    [{ project: 'p-1', region: 'evil.example/', credentials: 'default' }, 'region'],
    [{ project: 'p-1', region: 'global' }, 'credentials'],
    [{ project: 'p-1', region: 'global', credentials: { client_email: 'x' } }, 'credentials'],
  ])('%j are wrong in %s', (options, name) => {
    const backend = { name: 'vertex', ...options } as unknown as VertexOptions;
    expect(() => createProxy({ backend })).toThrow(`backend.${name}`);
  });
});
