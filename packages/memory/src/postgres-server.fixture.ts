import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../stores/src/redis-server.fixture.js';

/** A real server of the test's own, on a free port of this machine. */
export interface PostgresServer {
  readonly url: string;
  /** Ends the server at once, and starts it again with what it had written. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** The folder of PostgreSQL's programs, which Debian keeps off the path. */
function programs(): string | undefined {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  return [...versions.map((version) => join(debian, version, 'bin')), ...(process.env.PATH ?? '').split(':')].find(
    (folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')),
  );
}

/** True when PostgreSQL is installed. Where tests must not be skipped (CI) a missing server is an error. */
export function hasPostgres(): boolean {
  if (programs()) return true;
  if (process.env.CI === 'true')
    throw new Error('postgresql is not installed, and CI runs all tests: apt-get install postgresql');
  console.warn('SKIPPED: tests with a real PostgreSQL need one (Debian: apt-get install postgresql)');
  return false;
}

/** The server refuses to run as root: then it runs as the user that Debian made for it. */
function runner(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

export async function startPostgres(): Promise<PostgresServer> {
  const bin = programs() as string;
  const as = runner();
  const folder = mkdtempSync(join(tmpdir(), 'headroom-postgres-'));
  if (as.uid !== undefined && as.gid !== undefined) chownSync(folder, as.uid, as.gid);
  const data = join(folder, 'data');
  const made = spawnSync(
    join(bin, 'initdb'),
    ['-D', data, '-A', 'trust', '-U', 'test', '-E', 'UTF8', '--locale=C', '-N'],
    {
      ...as,
      cwd: folder,
      encoding: 'utf8',
    },
  );
  if (made.status !== 0) throw new Error(`initdb: ${made.stderr}`);
  const port = await freePort();
  const start = () => launch(bin, data, port, as);
  let child = await start();
  const end = (signal: NodeJS.Signals) =>
    new Promise<void>((resolve) => {
      if (child.exitCode !== null || child.signalCode !== null) return resolve();
      child.once('exit', () => resolve());
      child.kill(signal);
    });
  return {
    url: `postgres://test@127.0.0.1:${port}/postgres`,
    async restart() {
      await end('SIGQUIT');
      child = await start();
    },
    async stop() {
      await end('SIGINT');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function launch(bin: string, data: string, port: number, as: { uid?: number; gid?: number }) {
  const options = ['-D', data, '-p', `${port}`, '-h', '127.0.0.1', '-k', data, '-c', 'max_connections=40'];
  const child = spawn(join(bin, 'postgres'), options, { ...as, cwd: data, stdio: 'ignore' });
  for (let i = 0; i < 200; i++) {
    const ready = spawnSync(join(bin, 'pg_isready'), ['-h', '127.0.0.1', '-p', `${port}`, '-U', 'test'], {
      stdio: 'ignore',
    });
    if (ready.status === 0) return child;
    if (child.exitCode !== null) throw new Error(`postgres ended with ${child.exitCode}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('postgres did not start');
}
