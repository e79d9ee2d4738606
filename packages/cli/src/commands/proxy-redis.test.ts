import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { CONVERSATIONS, rows } from '../../../proxy/src/echo-provider.fixture.js';
import { startRedisCluster } from '../../../stores/src/redis-cluster.fixture.js';
import { hasRedis, startRedis } from '../../../stores/src/redis-server.fixture.js';
import { redisAddresses } from './proxy-store.js';

const program = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const bodies: string[] = [];
const provider = createServer(async (request, response) => {
  let text = '';
  for await (const chunk of request) text += chunk;
  bodies.push(text);
  response.setHeader('content-type', 'application/json').end('{"choices":[],"usage":{"prompt_tokens":9}}');
});
const children: ChildProcess[] = [];
beforeAll(() => new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve)));
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});
afterAll(() => {
  provider.close();
  provider.closeAllConnections();
});

async function started(env: NodeJS.ProcessEnv, ...args: string[]): Promise<string> {
  const upstream = `openai=http://127.0.0.1:${(provider.address() as AddressInfo).port}`;
  const port = String(21_000 + ((process.pid * 3 + children.length) % 20_000));
  const all = [program, 'proxy', '--upstream', upstream, '--port', port, ...args];
  const child = spawn(process.execPath, all, { env: { ...process.env, ...env } });
  children.push(child);
  for await (const chunk of child.stderr as NodeJS.ReadableStream) {
    const [url] = /https?:\/\/\S+/.exec(String(chunk)) ?? [];
    if (url) return url;
  }
  throw new Error('it ended');
}

const { path, body } = CONVERSATIONS['openai-chat'] as (typeof CONVERSATIONS)[string];
const ask = async (url: string, seed: number) => {
  const init = { method: 'POST', body: JSON.stringify(body(rows(seed))), headers: { authorization: 'Bearer k' } };
  const { status } = await fetch(url + path, init);
  return { status, sent: bodies.at(-1) ?? '' };
};

describe.skipIf(!hasRedis())('headroom proxy --redis', () => {
  it('sends in one process what another has sent, and counts what both use', async () => {
    const redis = await startRedis('no');
    try {
      const limits = ['--requests-per-minute', '3'];
      const one = await started({}, '--redis', redis.url, ...limits);
      const other = await started({ HEADROOM_REDIS: redis.url }, '--lossless', ...limits);
      const first = await ask(one, 1);
      expect(first.sent).toMatch(/hash=[0-9a-f]{24}/);
      expect(await ask(other, 1)).toEqual(first);
      expect((await ask(other, 2)).sent).not.toMatch(/hash=[0-9a-f]{24}/);
      expect((await ask(one, 3)).status).toBe(429);
    } finally {
      await redis.stop();
    }
  }, 60_000);

  it('takes the nodes of a cluster', async () => {
    const cluster = await startRedisCluster();
    try {
      const urls = cluster.ports.map((port) => `redis://127.0.0.1:${port}`).join(', ');
      const args = ['--redis', urls, '--requests-per-minute', '2'];
      const [one, other] = [await started({}, ...args), await started({}, ...args, '--lossless')];
      const first = await ask(one, 4);
      expect(first.sent).toMatch(/hash=[0-9a-f]{24}/);
      expect(await ask(other, 4)).toEqual(first);
      expect((await ask(one, 5)).status).toBe(429);
    } finally {
      await cluster.stop();
    }
  }, 120_000);

  it('takes no other addresses', async () => {
    for (const wrong of ['', 'localhost:6379', 'redis://a,b', 'http://127.0.0.1'])
      expect(() => redisAddresses(wrong), wrong).toThrow('--redis takes addresses');
    const child = spawn(process.execPath, [program, 'proxy', '--redis', 'x'], { stdio: 'ignore' });
    expect((await once(child, 'close'))[0]).toBe(2);
  });

  it('ends with its error where it cannot serve', async () => {
    const redis = await startRedis('no');
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const port = String((taken.address() as AddressInfo).port);
    try {
      const child = spawn(process.execPath, [program, 'proxy', '--redis', redis.url, '--port', port]);
      children.push(child);
      const [code] = await once(child, 'exit');
      expect(code).toBe(1);
    } finally {
      taken.close();
      await redis.stop();
    }
  }, 60_000);
});
