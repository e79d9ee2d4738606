import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';

/** A real server of the test's own, on a free port of this machine. */
export interface RedisServer {
  readonly url: string;
  readonly port: number;
  /** Stops the server as a machine does that loses power, and starts it again on the same port with what it had written. */
  restart(awayMs?: number): Promise<void>;
  stop(): Promise<void>;
}

/** True when `redis-server` is installed. Where tests must not be skipped (CI) a missing server is an error. */
export function hasRedis(): boolean {
  if (spawnSync('redis-server', ['--version']).status === 0) return true;
  if (process.env.CI === 'true')
    throw new Error('redis-server is not installed, and CI runs all tests: apt-get install redis-server');
  console.warn('SKIPPED: tests with a real Redis need redis-server (Debian: apt-get install redis-server)');
  return false;
}

/** Starts a server that writes every change to disk before it answers, or (`no`) leaves that to the system. */
export async function startRedis(sync: 'always' | 'no' = 'always'): Promise<RedisServer> {
  const folder = mkdtempSync(join(tmpdir(), 'headroom-redis-'));
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  let child = await launch(port, folder, sync);
  return {
    url,
    port,
    async restart(awayMs = 0) {
      await ended(child, 'SIGKILL');
      await new Promise((resolve) => setTimeout(resolve, awayMs));
      child = await launch(port, folder, sync);
    },
    async stop() {
      await ended(child, 'SIGTERM');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function launch(port: number, folder: string, sync: string): Promise<ChildProcess> {
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--appendonly', 'yes'];
  const child = spawn('redis-server', [...args, '--appendfsync', sync], { stdio: 'ignore' });
  const client = new Redis({
    port,
    host: '127.0.0.1',
    lazyConnect: true,
    retryStrategy: () => 20,
    maxRetriesPerRequest: null,
  });
  client.on('error', () => undefined);
  await client.ping();
  client.disconnect();
  return child;
}

/** Ends a process by a signal, and waits for that. */
export function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once('exit', () => resolve());
    child.kill(signal);
  });
}

/** Below those that a system gives to whoever asks for any: another test could be given one between here and its use. */
const [FIRST, COUNT] = [10_000, 20_000];

/** A port of this machine that nobody listens on. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = FIRST + Math.floor(Math.random() * COUNT);
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
