import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasPostgres, type PostgresServer, startPostgres } from '../../../memory/src/postgres-server.fixture.js';

const program = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

describe.runIf(hasPostgres())('headroom memory on a real PostgreSQL', () => {
  let server: PostgresServer;
  const home = mkdtempSync(join(tmpdir(), 'cli-memory-pg-'));
  const cwd = join(home, 'shop');
  beforeAll(async () => {
    expect(existsSync(program), 'packages/cli is built (npm test builds it)').toBe(true);
    mkdirSync(join(cwd, '.git'), { recursive: true });
    server = await startPostgres();
  });
  afterAll(async () => {
    await server?.stop();
    rmSync(home, { recursive: true, force: true });
  });

  async function memory(...args: string[]) {
    const child = spawn(process.execPath, [program, 'memory', ...args], {
      cwd,
      env: { PATH: process.env.PATH, HOME: home },
    });
    child.stdin.end();
    let [out, err] = ['', ''];
    child.stdout.on('data', (bytes) => (out += String(bytes)));
    child.stderr.on('data', (bytes) => (err += String(bytes)));
    const code = await new Promise<number | null>((done) => child.on('close', done));
    return { out, err, code };
  }

  it('shares what is remembered between users who are named, and ends when it is done', async () => {
    const ann = ['--db', server.url, '--user', 'ann'];
    expect(await memory('add', 'Deploys on Mondays', ...ann)).toMatchObject({ code: 0, err: '' });
    expect((await memory('search', 'when are deploys', ...ann)).out).toContain('Mondays');
    expect((await memory('list', '--db', server.url, '--user', 'bob')).out).toBe('Nothing is remembered here.\n');
    const unnamed = await memory('list', '--db', server.url);
    expect([unnamed.code, unnamed.err]).toEqual([2, expect.stringContaining('It holds ann')]);
    await memory('sync', 'AGENTS.md', ...ann);
    expect(readFileSync(join(cwd, 'AGENTS.md'), 'utf8')).toContain('- Deploys on Mondays <!--');
    expect((await memory('sync', ...ann)).out).toContain('nothing changed');
    expect(existsSync(join(home, '.headroom', 'memory', 'memory.db'))).toBe(false);
  });

  it('says that a server is away without its password', async () => {
    const { err, code } = await memory('list', '--db', 'postgres://ann:hunter2@127.0.0.1:1/x', '--user', 'ann');
    expect(code).toBe(1);
    expect(err).toContain("The memory's database: connect ECONNREFUSED");
    expect(err).not.toContain('hunter2');
  });
});
