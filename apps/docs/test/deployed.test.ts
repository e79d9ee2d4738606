import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { freePort, hasRedis, startRedis } from '../../../packages/stores/src/redis-server.fixture.js';
import { left, started, startProvider } from './deployed.fixture.js';

const own = (path: string) => readFileSync(fileURLToPath(new URL(`../${path}`, import.meta.url)), 'utf8');
const program = fileURLToPath(new URL('../../../packages/cli/dist/main.js', import.meta.url));
const tokens = fileURLToPath(new URL('../programs/deploy/tokens.json', import.meta.url));
const { acme, metrics } = JSON.parse(own('programs/deploy/tokens.json')) as Record<string, string>;
const HOST = 'llm.internal';
const has = (name: string, ...args: string[]) => spawnSync(name, args).status === 0;
const python = process.env.PYTHON ?? 'python3';

const tools = [
  { type: 'function', function: { name: 'list_requests', parameters: { type: 'object', properties: {} } } },
];
const rows = (nth: number) =>
  JSON.stringify(
    Array.from({ length: 300 }, (_, id) => ({ id, status: id === 77 ? 'failed' : 'ok', ms: (id * nth) % 9 })),
  );

/** The conversation after so many calls of the tool. */
const after = (calls: number) => [
  { role: 'user', content: 'Which request failed?' },
  ...Array.from({ length: calls }, (_, nth) => [
    {
      role: 'assistant',
      content: null,
      tool_calls: [{ id: `c${nth}`, type: 'function', function: { name: 'list_requests', arguments: '{}' } }],
    },
    { role: 'tool', tool_call_id: `c${nth}`, content: rows(nth + 1) },
  ]).flat(),
];

function ask(address: string, messages: readonly unknown[], isStreamed = false): Promise<Response> {
  const headers = { 'content-type': 'application/json', authorization: 'Bearer sk-example', 'x-headroom-token': acme };
  const body = JSON.stringify({ model: 'gpt-4o', tools, messages, ...(isStreamed && { stream: true }) });
  return fetch(`${address}/v1/chat/completions`, { method: 'POST', headers: headers as Record<string, string>, body });
}

/** What the page "Deploy the proxy" shows, on this machine: its line, its files, its clients. */
describe.skipIf(!hasRedis())('two proxies over one Redis, as their page starts them', () => {
  const folder = mkdtempSync(join(tmpdir(), 'headroom-deployed-'));
  const children: ChildProcess[] = [];
  let provider: Awaited<ReturnType<typeof startProvider>>;
  let redis: Awaited<ReturnType<typeof startRedis>>;
  /** Of the two, and of the balancer. */
  let ports: number[];
  const addressOf = (nth: number) => `http://127.0.0.1:${ports[nth]}`;

  /** The line of the page, with this machine's addresses in the place of those that are made up. */
  async function proxyAt(nth: number): Promise<ChildProcess> {
    const [line = ''] = /^headroom proxy --host 0\.0\.0\.0 .*$/m.exec(own('pages/guide/deploy.md')) ?? [];
    const args = line.split(' ').slice(1);
    const put = (flag: string, value: string) => void args.splice(args.indexOf(flag) + 1, 1, value);
    put('--tokens', tokens);
    put('--redis', redis.url);
    put('--port', String(ports[nth]));
    const upstreams = ['openai', 'anthropic'].flatMap((name) => ['--upstream', `${name}=${provider.address}`]);
    args.splice(args.indexOf('--allow-host') + 1, 0, `127.0.0.1:${ports[2]}`);
    const child = await started(process.execPath, [program, ...args, ...upstreams], `${addressOf(nth)}/readyz`, {
      HOME: folder,
    });
    children.push(child);
    return child;
  }

  const onThisMachine = (text: string, port: number) =>
    text
      .replaceAll('10.0.0.11:8787', `127.0.0.1:${ports[0]}`)
      .replaceAll('10.0.0.12:8787', `127.0.0.1:${ports[1]}`)
      .replace(/bind :80$/m, `bind 127.0.0.1:${port}`)
      .replace('listen 80;', `listen 127.0.0.1:${port};`);

  async function balancer(name: 'haproxy' | 'nginx'): Promise<{ child: ChildProcess; address: string }> {
    const port = ports[2] as number;
    const file = join(folder, `${name}-${port}.conf`);
    const text = onThisMachine(own(`programs/deploy/${name}.${name === 'nginx' ? 'conf' : 'cfg'}`), port);
    const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
      (kind) => `${kind}_temp_path ${folder}/${kind};`,
    );
    const around = `daemon off; pid ${folder}/nginx.pid; error_log ${folder}/nginx.err;\nevents {}\nhttp {\naccess_log off; ${paths.join(' ')}\n`;
    writeFileSync(file, name === 'nginx' ? `${around}${text}}\n` : text);
    const args = name === 'nginx' ? ['-p', folder, '-c', file] : ['-f', file];
    const address = `http://127.0.0.1:${port}`;
    const child = await started(name, args, `${address}/readyz`);
    children.push(child);
    return { child, address };
  }

  beforeAll(async () => {
    [provider, redis] = await Promise.all([startProvider(), startRedis('no')]);
  });
  beforeEach(async () => {
    ports = await Promise.all([freePort(), freePort(), freePort()]);
  });
  // What one test leaves running must not stand in the way of the next.
  afterEach(async () => {
    await Promise.all(children.splice(0).map((child) => left(child, 'SIGKILL')));
  });
  afterAll(async () => {
    provider.close();
    await redis.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(['haproxy', 'nginx'] as const)(
    'behind %s are replaced one by one, and no client sees it',
    { timeout: 120_000 },
    async (name) => {
      if (!has(name, '-v')) return console.warn(`SKIPPED: ${name} is not installed`);
      const running = [await proxyAt(0), await proxyAt(1)];
      const { child, address } = await balancer(name);
      provider.received.length = 0;
      let calls = 1;
      expect((await ask(address, after(calls))).status).toBe(200);
      for (const nth of [0, 1]) {
        const streams = [ask(address, after(0), true), ask(address, after(0), true)];
        await Promise.all(streams);
        const gone = left(running[nth] as ChildProcess);
        for (let more = 0; more < 4; more++) expect((await ask(address, after(++calls))).status).toBe(200);
        for (const stream of streams) expect(await (await stream).text()).toMatch(/\[DONE\]\n\n$/);
        expect(await gone).toBe(0);
        running[nth] = await proxyAt(nth);
        // As the page says: the next one goes when the balancer has seen this one.
        const seconds = name === 'haproxy' ? Number(/inter (\d+)s/.exec(own('programs/deploy/haproxy.cfg'))?.[1]) : 0;
        await new Promise((resolve) => setTimeout(resolve, 2000 * seconds));
      }
      const sent = provider.received
        .filter(({ stream }) => !stream)
        .map(({ messages }) => messages.map((one) => JSON.stringify(one)));
      expect(sent).toHaveLength(9);
      for (const [nth, one] of sent.entries())
        expect(one.slice(0, sent[nth - 1]?.length ?? 0)).toEqual(sent[nth - 1] ?? []);
      expect(JSON.stringify(sent.at(-1)).length).toBeLessThan(JSON.stringify(after(calls)).length / 3);
      await Promise.all([left(child, 'SIGKILL'), ...running.map((one) => left(one))]);
    },
  );

  it('answer probes under any name, figures by a token under an allowed one, and the wrong order of an address with 401', async () => {
    const child = await proxyAt(0);
    const at = async (path: string, headers: Record<string, string> = {}) =>
      spawnSync('curl', [
        ...['-s', '-o', '/dev/null', '-w', '%{http_code}'],
        ...Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`]),
        addressOf(0) + path,
      ]).stdout.toString();
    expect(await at('/livez', { host: '10.1.2.3:8787' })).toBe('200');
    expect(await at('/readyz', { host: '10.1.2.3:8787' })).toBe('200');
    expect(await at('/metrics', { host: HOST })).toBe('401');
    expect(await at('/metrics', { host: HOST, authorization: `Bearer ${metrics}` })).toBe('200');
    expect(await at('/metrics', { host: HOST, authorization: `Bearer ${acme}` })).toBe('403');
    expect(await at('/metrics', { host: HOST, 'x-headroom-token': metrics ?? '' })).toBe('200');
    expect(await at(`/key/${metrics}/metrics`, { host: '10.0.0.11:8787' })).toBe('200');
    expect(await at(`/key/${metrics}/metrics`, { host: '10.0.0.13:8787' })).toBe('403');
    expect(own('programs/deploy/prometheus.yml')).toContain(`credentials: ${metrics}\n`);
    expect(await at(`/with/mode=lossless/key/${acme}/v1/models`)).toBe('401');
    await left(child);
  }, 60_000);

  it('serve the clients of a program in Python', async () => {
    if (!has(python, '-c', 'import openai, anthropic'))
      return console.warn('SKIPPED: Python has no openai and anthropic');
    const child = await proxyAt(0);
    const env = {
      PATH: process.env.PATH,
      OPENAI_API_KEY: 'sk-example',
      ANTHROPIC_API_KEY: 'sk-example',
      HEADROOM_URL: addressOf(0),
      HEADROOM_TOKEN: acme,
    };
    const script = fileURLToPath(new URL('../programs/deploy/client.py', import.meta.url));
    // The provider is in this process, so its loop must turn meanwhile.
    const client = spawn(python, ['-W', 'ignore', script], { env });
    let said = '';
    client.stdout.on('data', (data) => {
      said += String(data);
    });
    await new Promise((resolve) => client.once('exit', resolve));
    expect(said).toBe(own('programs/deploy/client.txt'));
    await left(child);
  }, 60_000);
});
