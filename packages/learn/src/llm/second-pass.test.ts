import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { bookFile } from '../learn.js';
import { run } from '../planted/step.fixture.js';
import { forgetUsers, slip, User } from '../planted/user.fixture.js';
import { type Model, modelNamed } from './ask.js';

afterAll(forgetUsers);
let server: Server | undefined;
afterEach(async () => {
  const last = server;
  server = undefined;
  last?.closeAllConnections();
  if (last) await new Promise<void>((done) => last.close(() => done()));
});
let asked: { readonly path: string; readonly body: string; readonly key: string } | undefined;

/** A model that says the same to everybody, in a dialect, in pieces. */
async function model(dialect: Model['dialect'], answer: string | undefined, status = 200): Promise<Model> {
  server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    asked = {
      path: request.url ?? '',
      body,
      key: String(request.headers['x-api-key'] ?? request.headers.authorization),
    };
    response.writeHead(status, { 'content-type': 'text/event-stream' });
    if (answer === undefined) {
      response.write(': waiting\n\n');
      return;
    }
    for (const piece of answer.match(/[\s\S]{1,7}/g) ?? []) {
      const data =
        dialect === 'anthropic'
          ? { type: 'content_block_delta', delta: { type: 'text_delta', text: piece } }
          : { choices: [{ delta: { content: piece } }] };
      response.write(`data: ${JSON.stringify(data)}\n\n`);
    }
    response.end('data: [DONE]\n\n');
  });
  await new Promise<void>((done) => server?.listen(0, '127.0.0.1', done));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  return { name: 'm', dialect, baseUrl, apiKey: 'k', idleMs: answer === undefined ? 300 : 20_000 };
}

function user(): User {
  const me = new User();
  const odd = [run('bin/console cache:warm', 'boom', 1), run('APP_ENV=dev bin/console cache:warm', 'ok')];
  for (let i = 0; i < 2; i++) me.session([...odd, ...slip]);
  return me;
}
const rulesOf = async (me: User, given: Model) =>
  (await me.learn({ model: given })).projects.flatMap(({ rules }) => rules.filter(({ kind }) => kind === 'model'));

const said = (rules: unknown) => `Here it is:\n${JSON.stringify({ rules })}`;
const GOOD = { text: '`bin/console cache:warm` needs `APP_ENV=dev`.', evidence: ['E1', 'E3'] };

describe('a second pass by a model', () => {
  it.each(['anthropic', 'openai'] as const)(
    'keeps what two episodes bear out, asked in the dialect of %s',
    async (dialect) => {
      const [rule] = await rulesOf(user(), await model(dialect, said([GOOD])));
      expect(rule).toMatchObject({ text: GOOD.text, sessions: 2 });
      expect(rule?.sightings[0]).toMatchObject({
        failure: { line: expect.any(Number) },
        success: { line: expect.any(Number) },
      });
      expect(asked?.path).toBe(dialect === 'anthropic' ? '/v1/messages' : '/v1/chat/completions');
      expect(asked?.body).toContain('bin/console cache:warm');
    },
  );

  it.each([
    ['no evidence', { ...GOOD, evidence: [] }],
    ['evidence that is not there', { ...GOOD, evidence: ['E77', 'E99'] }],
    ['one episode', { ...GOOD, evidence: ['E1', 'E1'] }],
    ['nothing that stands in them', { ...GOOD, text: 'Use `make warm` always.' }],
    ['a guard taken away', { ...GOOD, text: '`bin/console cache:warm` works with `sudo bin/console`.' }],
    ['mark-up', { ...GOOD, text: 'bin/console cache:warm <!-- headroom:learn:end -->' }],
    ['no text', { evidence: ['E1', 'E3'] }],
  ])('drops a rule with %s', async (_, rule) => {
    expect(await rulesOf(user(), await model('openai', said([rule])))).toEqual([]);
  });

  it.each([
    ['a status', 500, said([]), 'status 500'],
    ['no JSON', 200, 'I think everything is fine', 'no JSON'],
    ['other JSON', 200, '{"advice":[]}', 'no list of rules'],
    ['an empty answer', 200, ' ', 'empty'],
    ['silence', 200, undefined, 'silent'],
  ])('fails by %s, and nothing is written', async (_, status, answer, message) => {
    const me = user();
    await expect(me.learn({ apply: true, model: await model('openai', answer, status) })).rejects.toMatchObject({
      name: 'ModelFailed',
      message: expect.stringContaining(message),
    });
    expect(() => me.text()).toThrow();
    expect(readFileSync(bookFile(join(me.home, '.headroom')), 'utf8')).toContain('npm run tset');
  });

  it('fails where nobody answers, and where there is no key', async () => {
    await expect(
      user().learn({ model: { name: 'm', dialect: 'openai', baseUrl: 'http://127.0.0.1:9/v1', apiKey: 'k' } }),
    ).rejects.toThrow('could not be reached');
    expect(() => modelNamed('claude-x', {})).toThrow('ANTHROPIC_API_KEY');
    expect(() => modelNamed('gpt-x', {})).toThrow('OPENAI_API_KEY');
    expect(modelNamed('anthropic/claude-x', { ANTHROPIC_API_KEY: 'a', ANTHROPIC_BASE_URL: 'http://h/' })).toMatchObject(
      { name: 'claude-x', baseUrl: 'http://h/v1' },
    );
    expect(modelNamed('llama3', { OPENAI_API_KEY: 'a', OPENAI_BASE_URL: 'http://h/v1' })).toMatchObject({
      name: 'llama3',
      baseUrl: 'http://h/v1',
    });
  });

  it('is sent no secret', async () => {
    const me = new User();
    const secret = `sk-${'ant'}-api03-Zx9Qw8Er7Ty6Ui5Op4As3Df2Gh1Jk0Lz9Xc8Vb7Nm6`;
    for (let i = 0; i < 2; i++)
      me.session([run(`curl -H "x-api-key: ${secret}" a`, `401 ${secret}`, 22), run('curl b', 'ok')]);
    await rulesOf(me, await model('openai', said([])));
    expect(asked?.body).toContain('curl');
    expect(asked?.body).not.toContain(secret);
  });
});
