import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { echoProvider, type Got, rawExchange, rows } from '../echo-provider.fixture.js';
import type { ProxyOptions } from '../options.js';
import { createProxy } from '../proxy.js';
import { againstSignature, KEYS } from './aws-double.fixture.js';
import { type BackendDoor, backendDoor, gotHeader, ODD_MESSAGES, oddBody } from './backend-door.fixture.js';
import type { BedrockOptions } from './bedrock.js';

const closing: BackendDoor[] = [];
afterEach(async () => {
  for (const door of closing.splice(0)) await door.close();
});

/** Answers only what is signed; `ahead` is how far its clock is before ours. */
async function aws(
  options: Partial<BedrockOptions>,
  {
    service = 'bedrock',
    ahead = 0,
    more = {} as ProxyOptions,
    say = (response: ServerResponse) => void response.end('{"ok":1}'),
  } = {},
) {
  const problems: (string | undefined)[] = [];
  const door = await backendDoor(
    (url) => ({ name: 'bedrock', region: 'us-west-2', credentials: KEYS, url, ...options }),
    (got, response) => {
      const now = Date.now() + ahead;
      const problem = againstSignature(got, { service, region: 'us-west-2', now });
      problems.push(problem);
      response.setHeader('date', new Date(now).toUTCString());
      response.setHeader('content-type', 'application/json');
      if (problem === undefined) return say(response);
      response.writeHead(403, { 'x-amzn-errortype': problem });
      response.end('{"message":"Signature expired"}');
    },
    more,
  );
  closing.push(door);
  return { ...door, problems, last: () => door.provider.got.at(-1) as Got };
}

describe('Messages on Bedrock', () => {
  it.each([
    ['messages', 'bedrock', '/anthropic/v1/messages?beta=true', 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'],
    ['mantle', 'bedrock-mantle', '/anthropic/v1/messages?beta=true', 'anthropic.claude-sonnet-4-5'],
  ] as const)(
    'by %s: only the name of the model differs, and the signature holds',
    async (route, service, path, model) => {
      const { ask, last, problems } = await aws({ route }, { service });
      const heard = await ask('/v1/messages?beta=true', oddBody('claude-sonnet-4-5'), {
        'anthropic-beta': 'a-1,b-2',
        'anthropic-version': '2023-06-01',
        authorization: 'Bearer of-the-client',
        'x-amz-meta': ' two  words ',
      });
      expect([heard.status, heard.text, problems]).toEqual([200, '{"ok":1}', [undefined]]);
      expect([last().url, last().body.toString()]).toEqual([path, oddBody(model)]);
      expect([gotHeader(last(), 'anthropic-beta'), gotHeader(last(), 'anthropic-version')]).toEqual([
        'a-1,b-2',
        '2023-06-01',
      ]);
      expect(JSON.stringify(last().rawHeaders)).not.toContain('of-the-client');
    },
  );

  it('takes what was compressed, by the engine or by the client', async () => {
    const { ask, last, problems } = await aws({});
    const body = {
      model: 'claude-sonnet-4-5',
      max_tokens: 1,
      tools: [{ name: 'list', input_schema: { type: 'object' } }],
      messages: [
        { role: 'user', content: 'Which node is lost?' },
        { role: 'assistant', content: [{ type: 'tool_use', id: 'c1', name: 'list', input: {} }] },
        { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'c1', content: rows() }] },
      ],
    };
    await ask('/v1/messages', gzipSync(JSON.stringify(body)), { 'content-encoding': 'gzip' });
    expect(last().body.toString()).toContain('headroom_retrieve with hash=');
    await ask('/v1/messages', gzipSync(oddBody('claude-opus-4-7')), {
      'content-encoding': 'gzip',
      'x-headroom-bypass': 'true',
    });
    expect(last().body.toString()).toBe(oddBody('us.anthropic.claude-opus-4-7'));
    expect(gotHeader(last(), 'content-encoding')).toBeUndefined();
    const odd = await ask('/v1/messages', 'x', { 'content-encoding': 'x-own' });
    expect([odd.status, odd.text.includes('encoding')]).toEqual([400, true]);
    expect(problems).toEqual([undefined, undefined]);
  });

  it('by InvokeModel: model, stream and beta change their place and all other bytes stay', async () => {
    const { ask, last, problems } = await aws({ route: 'invoke' });
    await ask('/v1/messages?beta=true', oddBody('claude-sonnet-4-5', ',"stream" : false'), {
      'anthropic-beta': 'a-1, b-2',
    });
    expect(last().url).toBe('/model/us.anthropic.claude-sonnet-4-5-20250929-v1%3A0/invoke');
    expect(last().body.toString()).toBe(
      `{"anthropic_version":"bedrock-2023-05-31","anthropic_beta":["a-1","b-2"], "max_tokens":1e2, ${ODD_MESSAGES} ,"temperature": 1.0 }`,
    );
    expect(gotHeader(last(), 'anthropic-beta')).toBeUndefined();
    for (const [asked, version] of [
      ['2023-06-01', 'bedrock-2023-05-31'],
      ['2026-10-21', '2026-10-21'],
    ] as const) {
      await ask('/v1/messages', '{"model":"anthropic.m"}', { 'anthropic-version': asked });
      expect([last().body.toString(), gotHeader(last(), 'anthropic-version')]).toEqual([
        `{"anthropic_version":"${version}"}`,
        undefined,
      ]);
    }
    await ask('/v1/messages', '{"anthropic_version":"own","stream":true,"model":"anthropic.m"}');
    expect([last().url, last().body.toString()]).toEqual([
      '/model/anthropic.m/invoke-with-response-stream',
      '{"anthropic_version":"own"}',
    ]);
    expect(problems).toEqual([undefined, undefined, undefined, undefined]);
  });

  it('hears the failures of InvokeModel in the words of Messages', async () => {
    const said = [
      [429, 'ThrottlingException:http://x', '{"message":"Too many tokens"}', 'rate_limit_error', 'Too many tokens'],
      [400, 'ValidationException', '{"message":"prompt is too long"}', 'invalid_request_error', 'prompt is too long'],
      [404, 'ResourceNotFoundException', '{"Message":"no such model"}', 'not_found_error', 'no such model'],
      [500, '', '<html>', 'api_error', '<html>'],
      [400, '', '{"type":"error","error":{"type":"own","message":"m"}}', 'own', 'm'],
    ] as const;
    let at = 0;
    const { ask } = await aws(
      { route: 'invoke' },
      {
        say: (response) => {
          const [status, name, text] = said[at] ?? said[0];
          response.writeHead(status, {
            'x-amzn-errortype': name,
            'retry-after': '3',
            'x-amzn-requestid': 'r1',
            ...(at % 2 === 0 ? { 'content-encoding': 'gzip' } : {}),
          });
          response.end(at % 2 === 0 ? gzipSync(text) : text);
        },
      },
    );
    for (const [status, , , type, message] of said) {
      const heard = await ask('/v1/messages', oddBody('claude-sonnet-4-5'));
      expect([heard.status, JSON.parse(heard.text)]).toEqual([status, { type: 'error', error: { type, message } }]);
      expect([heard.headers.get('retry-after'), heard.headers.get('x-amzn-requestid')]).toEqual(['3', 'r1']);
      at++;
    }
  });

  it('refuses what it cannot ask, in the words of the wire, and asks nobody', async () => {
    const { ask, provider } = await aws({ route: 'invoke' });
    for (const [path, body, status, type, word] of [
      ['/v1/messages', '[]', 400, 'invalid_request_error', 'JSON object'],
      ['/v1/messages', '{"messages":[]}', 400, 'invalid_request_error', 'model'],
      ['/v1/messages/count_tokens', oddBody('claude-sonnet-4-5'), 404, 'not_found_error', 'count'],
      ['/v1/messages/batches', '{}', 404, 'not_found_error', 'batches'],
      ['/v1/chat/completions', '{}', 404, 'invalid_request_error', 'no such'],
      ['/anthropic/v1/messages', '{}', 404, 'not_found_error', 'no such'],
    ] as const) {
      const heard = await ask(path, body);
      const { error } = JSON.parse(heard.text);
      expect([heard.status, error.type, heard.headers.get('x-should-retry')], path).toEqual([status, type, 'false']);
      expect(error.message).toContain(word);
    }
    expect(provider.got).toHaveLength(0);
  });
});

describe("requests in Bedrock's own words", () => {
  it('are signed anew, whatever the client signed', async () => {
    const { ask, last, problems } = await aws({});
    const body = `{"anthropic_version":"bedrock-2023-05-31",${ODD_MESSAGES}}`;
    await ask('/model/eu.anthropic.claude%3A0/invoke', body, {
      authorization: 'AWS4-HMAC-SHA256 Credential=x',
      'x-amz-date': '20200101T000000Z',
      'x-amz-content-sha256': 'x',
    });
    expect([last().url, last().body.toString(), problems]).toEqual([
      '/model/eu.anthropic.claude%3A0/invoke',
      body,
      [undefined],
    ]);
  });
});

describe('credentials of AWS', () => {
  it('with a session, and from what gives them, are in the signature', async () => {
    let asked = 0;
    const credentials = async () => ({ ...KEYS, sessionToken: `session-${++asked}` });
    const { ask, last, problems } = await aws({ credentials });
    await ask('/v1/messages', oddBody('claude-sonnet-4-5'));
    await ask('/v1/messages', oddBody('claude-sonnet-4-5'));
    expect([gotHeader(last(), 'x-amz-security-token'), problems]).toEqual(['session-2', [undefined, undefined]]);
  });

  it('a clock that goes wrong is set by that of AWS, once', async () => {
    for (const ahead of [-1_200_000, 1_200_000]) {
      const { ask, problems } = await aws({}, { ahead });
      expect((await ask('/v1/messages', oddBody('claude-sonnet-4-5'))).status).toBe(200);
      expect((await ask('/v1/messages', oddBody('claude-sonnet-4-5'))).status).toBe(200);
      expect(problems).toEqual(['InvalidSignatureException', undefined, undefined]);
    }
  });

  it('a clock that goes wrong is set for all requests that are under way', async () => {
    const { ask, problems } = await aws({}, { ahead: 1_200_000 });
    const heard = await Promise.all(Array.from({ length: 5 }, () => ask('/v1/messages', oddBody('claude-sonnet-4-5'))));
    expect(heard.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(problems.filter((problem) => problem === undefined)).toHaveLength(5);
  });

  it('that are refused for another reason are not tried again', async () => {
    const { ask, problems } = await aws({ credentials: { ...KEYS, secretAccessKey: 'another' } });
    const heard = await ask('/v1/messages', oddBody('claude-sonnet-4-5'));
    expect([heard.status, heard.text, problems]).toEqual([
      403,
      '{"message":"Signature expired"}',
      ['SignatureDoesNotMatch'],
    ]);
  });

  it('that cannot be had are told by a name, and nobody is asked', async () => {
    const credentials = async () => {
      throw Object.assign(new Error('secret words'), { name: 'CredentialsProviderError' });
    };
    const { ask, provider } = await aws({ credentials });
    const heard = await ask('/v1/messages', oddBody('claude-sonnet-4-5'));
    expect([heard.status, heard.text.includes('CredentialsProviderError'), heard.text.includes('secret')]).toEqual([
      502,
      true,
      false,
    ]);
    expect(provider.got).toHaveLength(0);
  });

  it("are those that AWS's own tools would find", async () => {
    const before = { ...process.env };
    Object.assign(process.env, { AWS_ACCESS_KEY_ID: KEYS.accessKeyId, AWS_SECRET_ACCESS_KEY: KEYS.secretAccessKey });
    try {
      const { ask, problems } = await aws({ credentials: 'default' });
      expect((await ask('/v1/messages', oddBody('claude-sonnet-4-5'))).status).toBe(200);
      expect(problems).toEqual([undefined]);
    } finally {
      process.env = before;
    }
  });

  it('may be a key', async () => {
    const door = await backendDoor(
      (url) => ({ name: 'bedrock', region: 'us-west-2', apiKey: 'ABSK-key', url }),
      (_, response) => void response.end('{}'),
    );
    closing.push(door);
    await door.ask('/v1/messages', oddBody('claude-sonnet-4-5'));
    const [got] = door.provider.got;
    expect([gotHeader(got as Got, 'authorization'), gotHeader(got as Got, 'x-amz-date')]).toEqual([
      'Bearer ABSK-key',
      undefined,
    ]);
  });
});

describe('what stands beside Messages', () => {
  it("on mantle are OpenAI's wires", async () => {
    const { ask, last, problems } = await aws({ route: 'mantle' }, { service: 'bedrock-mantle' });
    for (const path of ['/v1/chat/completions', '/v1/responses?a=%2F&b=c%20d', '/openai/v1/responses']) {
      await ask(path, '{"model":"openai.gpt-oss-120b","messages":[]}');
      expect(last().url).toBe(path);
    }
    expect(problems).toEqual([undefined, undefined, undefined]);
  });

  it('is no WebSocket: a client that speaks both is told to go on over HTTP', async () => {
    const { port, provider } = await aws({ route: 'mantle' });
    const raw = await rawExchange(
      port,
      'GET /v1/responses HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n',
    );
    expect(raw.toString()).toMatch(/^HTTP\/1\.1 426 /);
    expect(provider.got).toHaveLength(0);
  });

  it('are the upstreams that were given, and no others', async () => {
    const other = await echoProvider((_, response) => void response.end('other'));
    const { ask, provider } = await aws({}, { more: { upstreams: { mine: other.url } } });
    expect((await ask('/mine/v1/messages', oddBody('m'), { authorization: 'Bearer own' })).text).toBe('other');
    expect(gotHeader(other.got[0] as Got, 'authorization')).toBe('Bearer own');
    expect((await ask('/anthropic/v1/messages', oddBody('m'))).status).toBe(404);
    expect((await ask('/openai/v1/responses', '{}')).status).toBe(404);
    expect(provider.got).toHaveLength(0);
    await other.close();
  });

  it('is a backend that cannot be reached: that is said in the words of the wire', async () => {
    const { ask, provider } = await aws({});
    await provider.close();
    const heard = await ask('/v1/messages', oddBody('m'));
    expect([heard.status, JSON.parse(heard.text).error.message]).toEqual([
      502,
      expect.stringContaining('ECONNREFUSED'),
    ]);
  });
});

describe('options of Bedrock', () => {
  it.each([
    [{}, 'region'],
    [{ region: 'nowhere' }, 'region'],
    [{ region: 'us-east-1' }, 'apiKey'],
    [{ region: 'us-east-1', apiKey: 'a', credentials: KEYS }, 'apiKey'],
    [{ region: 'us-east-1', apiKey: 'two words' }, 'apiKey'],
    [{ region: 'us-east-1', credentials: { accessKeyId: 'x' } }, 'credentials'],
    [{ region: 'us-east-1', apiKey: 'a', route: 'converse' }, 'route'],
    [{ region: 'us-east-1', apiKey: 'a', profile: 'mars' }, 'profile'],
    [{ region: 'us-east-1', apiKey: 'a', url: 'ftp://x' }, 'url'],
    [{ region: 'us-east-1', apiKey: 'a', url: 'https://x/path' }, 'url'],
    [{ region: 'us-east-1', apiKey: 'a', models: { a: 1 } }, 'models'],
    [{ region: 'us-east-1', apiKey: 'a', unknown: 1 }, 'unknown'],
  ])('%j are wrong in %s', (options, name) => {
    const backend = { name: 'bedrock', ...options } as unknown as BedrockOptions;
    expect(() => createProxy({ backend })).toThrow(expect.objectContaining({ code: 'invalid_option' }));
    expect(() => createProxy({ backend })).toThrow(`backend.${name}`);
  });
});
