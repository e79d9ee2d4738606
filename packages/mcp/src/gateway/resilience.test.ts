import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { memory } from '@headroom/core';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { serveHttp } from '../http/serve-http.js';
import { createGateway, type GatewayOptions } from './gateway.js';
import { asFields, listOf, type Message } from './messages.js';
import {
  type BareClient,
  bareClient,
  introduction,
  type Script,
  type ScriptedServer,
  scripted,
} from './scripted-server.fixture.js';
import { transportTo } from './server-config.js';

const folder = mkdtempSync(join(tmpdir(), 'headroom-gateway-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Resolves when a process is there no more; a test that waits in vain fails by its time. */
async function gone(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await pause(20);
  }
}

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function gatewayTo(servers: GatewayOptions['servers'], more: Partial<GatewayOptions> = {}) {
  const warnings: string[] = [];
  const onWarning = (message: string) => void warnings.push(message);
  const gateway = createGateway({ servers, store: memory(), onWarning, ...more });
  const client = await bareClient();
  await gateway.connect(client.transport);
  closing.push(() => gateway.close());
  return { gateway, client, warnings };
}

async function introduce(client: BareClient): Promise<Message> {
  const params = { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'c', version: '1' } };
  const reply = await client.ask('initialize', params);
  client.say({ method: 'notifications/initialized' });
  return reply;
}

const tool = (name: string) => ({ name, inputSchema: { type: 'object' } });
const text = (words: string) => ({ content: [{ type: 'text', text: words }] });

/** A server with one tool; a script of one's own is asked first. */
function ordinary(own: Script = () => undefined, capabilities: object = { tools: {} }): ScriptedServer {
  return scripted((method, params, message) => {
    const said = own(method, params, message);
    if (said) return said;
    if (method === 'initialize') return introduction(capabilities);
    if (method === 'tools/list') return { tools: [tool('hello')] };
    return method === 'tools/call' ? text('hi') : {};
  });
}
const namesIn = ({ result }: Message) => listOf(result, 'tools').map((each) => asFields(each).name);
const wordsIn = ({ result, error }: Message) =>
  String(asFields(error).message ?? asFields(listOf(result, 'content')[0]).text);
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
/** A promise that never settles must not hold a test for ever. */
const soon = <T>(promise: Promise<T>, ms = 10_000): Promise<T | 'late'> =>
  Promise.race([promise, pause(ms).then(() => 'late' as const)]);

describe('a server that says nothing', () => {
  it('holds nobody: the client is answered without it, and told when it has come', async () => {
    let speak: () => void = () => undefined;
    const mute = scripted((method, _, { id }) => {
      if (method === 'initialize') speak = () => mute.say({ id, result: introduction() });
      if (method === 'tools/list') return { tools: [tool('late')] };
      return undefined;
    });
    const { client } = await gatewayTo({ good: ordinary().transport, mute: mute.transport });
    const start = performance.now();
    const reply = await introduce(client);
    expect(performance.now() - start).toBeLessThan(4900);
    expect(reply.result).toMatchObject({ capabilities: { tools: { listChanged: true } } });
    expect(namesIn(await client.ask('tools/list'))).toEqual(['good__hello', 'headroom_retrieve']);
    expect(wordsIn(await client.ask('tools/call', { name: 'good__hello' }))).toBe('hi');
    expect(client.heard.filter(({ method }) => method === 'notifications/tools/list_changed')).toEqual([]);
    speak();
    await client.told('notifications/tools/list_changed');
    expect(mute.heard.map(({ method }) => method)).toEqual(['initialize', 'notifications/initialized']);
    expect(namesIn(await client.ask('tools/list'))).toEqual(['good__hello', 'mute__late', 'headroom_retrieve']);
  });

  it('is an error after its deadline where it is the only one', async () => {
    const { client, warnings } = await gatewayTo(
      { mute: { transport: scripted(() => undefined).transport, deadlines: { startMs: 50 } } },
      { deadlines: { startMs: 100_000 } },
    );
    expect(wordsIn(await introduce(client))).toContain('did not introduce itself within 50 ms');
    expect(warnings).toHaveLength(1);
  });

  it('keeps no list from the client: the last one known stands in', async () => {
    let isMute = false;
    const fickle = scripted((method) => {
      if (method === 'initialize') return introduction({ tools: {}, prompts: {}, resources: {}, logging: {} });
      if (isMute) return undefined;
      return method === 'tools/list' ? { tools: [tool('known')] } : {};
    });
    const deadlines = { listMs: 60 };
    const { client } = await gatewayTo({
      good: ordinary().transport,
      fickle: { transport: fickle.transport, deadlines },
    });
    await introduce(client);
    const names = ['good__hello', 'fickle__known', 'headroom_retrieve'];
    expect(namesIn(await client.ask('tools/list'))).toEqual(names);
    isMute = true;
    expect(namesIn((await soon(client.ask('tools/list'))) as Message)).toEqual(names);
    for (const [method, params] of [
      ['prompts/list', {}],
      ['resources/read', { uri: 'a:b' }],
      ['logging/setLevel', { level: 'info' }],
    ] as const)
      expect(await soon(client.ask(method, params)), method).not.toBe('late');
  });

  it('is told that a call took too long, unless it reports progress', async () => {
    const quiet = scripted((method, params, message) => {
      if (method !== 'tools/call') return method === 'initialize' ? introduction() : undefined;
      const { progressToken } = asFields(params._meta);
      const report = (progress: number) => ({ method: 'notifications/progress', params: { progressToken, progress } });
      if (params.name !== 'long') return undefined;
      for (const at of [1, 2, 3, 4]) setTimeout(() => quiet.say(report(at)), at * 60);
      setTimeout(() => quiet.say({ id: message.id, result: text('done') }), 280);
      return undefined;
    });
    const { client } = await gatewayTo({ quiet: quiet.transport }, { deadlines: { callMs: 120 } });
    await introduce(client);
    expect(wordsIn(await client.ask('tools/call', { name: 'never' }))).toContain(
      'did not answer tools/call within 120',
    );
    const asked = quiet.heard.find(({ method }) => method === 'tools/call');
    await pause(5);
    expect(quiet.heard.at(-1)).toMatchObject({ method: 'notifications/cancelled', params: { requestId: asked?.id } });
    const long = await client.ask('tools/call', { name: 'long', _meta: { progressToken: 7 } });
    expect(wordsIn(long)).toBe('done');
    expect(client.heard.filter(({ method }) => method === 'notifications/progress')).toHaveLength(4);
  });
});

describe('a server that says anything at all', () => {
  it('ends nothing: the gateway goes on, and its other servers with it', async () => {
    const odd = [
      null,
      undefined,
      0,
      -1,
      '',
      'x',
      [],
      {},
      [null],
      { tools: null },
      { tools: [null, 1, {}] },
      { content: [null, 7, {}] },
    ];
    let at = 0;
    const thrown: unknown[] = [];
    const note = (error: unknown) => void thrown.push(error);
    for (const event of ['uncaughtException', 'unhandledRejection']) process.on(event, note);
    const wild = scripted((method, _, { id }) => {
      if (method === 'initialize') return introduction({ tools: {}, prompts: {}, resources: {}, logging: {} });
      const said = odd[at++ % odd.length];
      wild.say({ id: at % 5 === 0 ? said : id, [at % 3 === 0 ? 'error' : 'result']: said });
      wild.say({ method: 'notifications/progress', params: said });
      wild.say({ method: 'notifications/cancelled', params: said });
      wild.say({ id: at, method: 'roots/list', params: said });
      return undefined;
    });
    const boom = () => {
      throw new Error('a fault of the listener');
    };
    const deadlines = { listMs: 40, callMs: 40 };
    const { client } = await gatewayTo(
      { good: ordinary().transport, wild: wild.transport },
      { deadlines, onWarning: boom },
    );
    await introduce(client);
    const asked: [string, object][] = [
      ['tools/list', {}],
      ['prompts/list', {}],
      ['resources/list', { cursor: 'x' }],
      ['tools/call', { name: 'wild__x', arguments: 'odd' }],
      ['prompts/get', { name: 'wild__x' }],
      ['resources/read', { uri: 5 }],
      ['completion/complete', { ref: null }],
      ['logging/setLevel', {}],
      ['no/such', {}],
    ];
    for (let round = 0; round < 12; round++)
      for (const [method, params] of asked) expect(await soon(client.ask(method, params)), method).not.toBe('late');
    expect(wordsIn(await client.ask('tools/call', { name: 'good__hello' }))).toBe('hi');
    for (const event of ['uncaughtException', 'unhandledRejection']) process.off(event, note);
    expect(thrown).toEqual([]);
  });

  it('is not there where it does not say which protocol it speaks', async () => {
    const rude = scripted(() => ({}));
    const { client, warnings } = await gatewayTo({ good: ordinary().transport, rude: rude.transport });
    expect((await introduce(client)).result).toMatchObject({ protocolVersion: '2025-06-18' });
    expect(warnings).toEqual([expect.stringContaining('which protocol')]);
  });
});

describe('a list without end', () => {
  it.each([
    ['that comes round', () => 'again', 2],
    ['of ever new pages', (page: number) => `page ${page}`, 101],
  ])('%s is cut, with a warning', async (_, cursor, pages) => {
    let page = 0;
    const endless = scripted((method) => {
      if (method === 'initialize') return introduction();
      return { tools: [tool(`t${++page}`)], nextCursor: cursor(page) };
    });
    const { client, warnings } = await gatewayTo({ good: ordinary().transport, endless: endless.transport });
    await introduce(client);
    const reply = (await soon(client.ask('tools/list'))) as Message;
    expect(page).toBeLessThanOrEqual(pages);
    expect(namesIn(reply)).toContain('endless__t1');
    expect(namesIn(reply)).toContain('good__hello');
    expect(warnings.at(-1)).toContain('list without end');
  });
});

describe('a server that goes away', () => {
  /** Lives one after the other, as a process that is started again has them. */
  function lives(capabilities: object, fails = 0) {
    const all: ScriptedServer[] = [];
    const starts: number[] = [];
    const open = () => {
      starts.push(performance.now());
      const isBroken = all.length >= 1 && all.length <= fails;
      const server = ordinary(
        (method) => (method === 'initialize' && isBroken ? { error: { message: 'no' } } : undefined),
        capabilities,
      );
      all.push(server);
      return server.transport;
    };
    return { all, starts, open };
  }

  it('is started again, brought to where it was, and announced', async () => {
    const { all, open } = lives({ tools: {}, logging: {}, resources: { subscribe: true } });
    const { client, warnings } = await gatewayTo({ one: open, two: ordinary().transport });
    await introduce(client);
    await client.ask('tools/list');
    await client.ask('logging/setLevel', { level: 'debug' });
    await client.ask('resources/subscribe', { uri: 'note://one' });
    // What it has asked by then is taken back.
    all[0]?.say({ id: 1, method: 'roots/list' });
    const question = await client.told('roots/list');
    await all[0]?.die();
    expect(await client.told('notifications/cancelled')).toMatchObject({ params: { requestId: question.id } });
    expect(wordsIn(await client.ask('tools/call', { name: 'one__hello' }))).toBe('hi');
    expect(all[1]?.heard.map(({ method }) => method).slice(0, 4)).toEqual([
      'initialize',
      'notifications/initialized',
      'logging/setLevel',
      'resources/subscribe',
    ]);
    expect(client.heard.filter(({ method }) => method === 'notifications/tools/list_changed')).toHaveLength(2);
    expect(warnings).toEqual(['The server one has gone away', 'The server one is back']);
  });

  it('is tried at longer and longer intervals, and complained of once', async () => {
    const { all, starts, open } = lives({ tools: {} }, 3);
    const { client, warnings } = await gatewayTo({ one: open, two: ordinary().transport });
    await introduce(client);
    await all[0]?.die();
    expect(wordsIn((await soon(client.ask('tools/call', { name: 'one__hello' }))) as Message)).toBe('hi');
    const gaps = starts.slice(1).map((start, at) => start - (starts[at] ?? 0));
    expect(gaps.slice(1).map((gap) => Math.floor(Math.log2((gap + 10) / 100)))).toEqual([1, 2, 3]);
    expect(warnings).toEqual(['The server one has gone away', 'The server one is back']);
  });

  it('is gone for good where nothing is known to make it anew, and its calls fail at once', async () => {
    const one = ordinary();
    const { client, warnings } = await gatewayTo({ one: one.transport, two: ordinary().transport });
    await introduce(client);
    await one.die();
    await client.told('notifications/tools/list_changed');
    expect(wordsIn(await client.ask('tools/call', { name: 'one__hello' }))).toContain('gone away');
    expect(namesIn(await client.ask('tools/list'))).toEqual(['two__hello', 'headroom_retrieve']);
    expect(warnings).toEqual(['The server one has gone away']);
  });
});

describe('what servers ask and cancel', () => {
  it('finds its way where servers use the same ids and progress tokens', async () => {
    const [one, two] = [ordinary(), ordinary()];
    const { client } = await gatewayTo({ one: one.transport, two: two.transport });
    await introduce(client);
    const ask = { id: 5, method: 'sampling/createMessage', params: { messages: [], _meta: { progressToken: 5 } } };
    one.say(ask);
    two.say(ask);
    await pause(20);
    const [first, second] = client.heard.filter(({ method }) => method === 'sampling/createMessage');
    expect(first?.id).not.toBe(second?.id);
    const { progressToken } = asFields(asFields(second?.params)._meta);
    client.say({ method: 'notifications/progress', params: { progressToken, progress: 1 } });
    one.say({ method: 'notifications/cancelled', params: { requestId: 5, reason: 'enough' } });
    await pause(20);
    expect(await client.told('notifications/cancelled')).toMatchObject({
      params: { requestId: first?.id, reason: 'enough' },
    });
    expect(one.heard.some(({ method }) => method === 'notifications/progress')).toBe(false);
    expect(two.heard.at(-1)).toMatchObject({ method: 'notifications/progress', params: { progressToken: 5 } });
    client.say({ id: second?.id, result: { role: 'assistant' } });
    client.say({ id: first?.id, result: { role: 'assistant' } });
    // Of nothing that is open.
    one.say({ method: 'notifications/cancelled', params: { requestId: 99 } });
    await pause(20);
    expect(two.heard.at(-1)).toMatchObject({ id: 5, result: { role: 'assistant' } });
    expect(one.heard.some(({ id, method }) => id === 5 && method === undefined)).toBe(false);
    expect(client.heard.filter(({ method }) => method === 'notifications/cancelled')).toHaveLength(1);
  });

  it('answers nothing that the client has cancelled', async () => {
    const slow = scripted((method) => (method === 'initialize' ? introduction() : undefined));
    const { client } = await gatewayTo({ slow: slow.transport, server: ordinary().transport });
    await introduce(client);
    void client.ask('tools/call', { name: 'slow__wait' });
    await pause(20);
    const asked = slow.heard.find(({ method }) => method === 'tools/call');
    const clientId = 2;
    client.say({ method: 'notifications/cancelled', params: { requestId: clientId, reason: 'no more' } });
    await pause(20);
    expect(slow.heard.at(-1)).toMatchObject({
      method: 'notifications/cancelled',
      params: { requestId: asked?.id, reason: 'no more' },
    });
    expect(client.heard.some(({ id, method }) => id === clientId && method === undefined)).toBe(false);
  });
});

describe('what is advertised', () => {
  it('is what is served: of several servers nothing that could not be sent to the right one', async () => {
    const rich = { tools: {}, prompts: {}, experimental: { x: {} }, tasks: { list: {} }, completions: {} };
    const several = await gatewayTo({ rich: ordinary(undefined, rich).transport, plain: ordinary().transport });
    expect(asFields((await introduce(several.client)).result).capabilities).toEqual({
      tools: { listChanged: true },
      prompts: { listChanged: true },
      completions: {},
    });
    const alone = await gatewayTo({ rich: ordinary(undefined, rich).transport });
    expect(asFields((await introduce(alone.client)).result).capabilities).toMatchObject({ tasks: { list: {} } });
  });
});

describe('the end', () => {
  it('comes also where a server does not let go, and ends processes and sessions', async () => {
    const { transport: clinging } = ordinary();
    clinging.close = () => new Promise(() => undefined);
    // Ignores every way to say goodbye.
    const script = (name: string, greets: boolean) => `process.on('SIGTERM', () => {}); setInterval(() => {}, 1000);
      require('fs').writeFileSync(${JSON.stringify(join(folder, name))}, String(process.pid));
      process.stdin.on('data', (line) => { const { id, method } = JSON.parse(line);
        if (${greets} && method === 'initialize')
          console.log(JSON.stringify({ jsonrpc: '2.0', id, result: ${JSON.stringify(introduction())} })); });`;
    const child = (name: string, greets: boolean) =>
      transportTo({ command: process.execPath, args: ['-e', script(name, greets)] });
    const { gateway, client } = await gatewayTo({
      clinging,
      stubborn: child('stubborn', true),
      mute: child('mute', false),
    });
    await introduce(client);
    const pidOf = (name: string) =>
      existsSync(join(folder, name)) ? Number(readFileSync(join(folder, name), 'utf8')) : 0;
    const both = () => Math.min(pidOf('stubborn'), pidOf('mute'));
    await expect.poll(both, { timeout: 20_000 }).toBeGreaterThan(0);
    const pids = [pidOf('stubborn'), pidOf('mute')];
    for (const pid of pids) expect(process.kill(pid, 0)).toBe(true);
    const start = performance.now();
    await gateway.close();
    expect(performance.now() - start).toBeLessThan(8000);
    for (const pid of pids) await gone(pid);
  });

  it('ends the session at a server over HTTP', async () => {
    const serving = await serveHttp({ store: memory(), maxSessions: 1 });
    closing.push(() => serving.close());
    const [near, far] = InMemoryTransport.createLinkedPair();
    const remote = transportTo({ url: serving.url });
    const gateway = createGateway({ servers: { remote }, store: memory() });
    await gateway.connect(far);
    const client = new Client({ name: 'c', version: '1' });
    await client.connect(near);
    const { sessionId } = remote as unknown as { readonly sessionId: string };
    expect(sessionId).toBeTruthy();
    await gateway.close();
    const headers = { accept: 'text/event-stream', 'mcp-session-id': sessionId };
    expect((await fetch(serving.url, { headers })).status).toBe(404);
  });

  it('refuses wrong options when it is made', () => {
    const servers = { one: ordinary().transport };
    const wrong: object[] = [
      { servers: { one: {} } },
      { servers: { one: undefined } },
      { servers, deadlines: { callMs: 0 } },
      { servers, deadlines: { callMs: '5' } },
      { servers, deadlines: { startMs: Number.POSITIVE_INFINITY } },
      { servers, deadlines: { timeoutMs: 5 } },
      { servers: { one: { transport: servers.one, deadlines: { listMs: -1 } } } },
    ];
    for (const options of wrong)
      expect(() => createGateway({ store: memory(), servers, ...options } as GatewayOptions)).toThrow(
        /deadline|transport/i,
      );
    expect(() => transportTo({ url: 'not an address' })).toThrow(/address/);
  });
});
