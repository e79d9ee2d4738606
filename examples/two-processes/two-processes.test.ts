import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { hasRedis, type RedisServer, startRedis } from '../../packages/stores/src/redis-server.fixture.js';

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));
let server: RedisServer | undefined;
afterAll(() => server?.stop());

function runExample(env: Record<string, string>): string {
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--import', 'tsx', path('./main.ts')], {
    cwd: path('../..'),
    env: { PATH: String(process.env.PATH), ...env },
    encoding: 'utf8',
  });
  expect(status, stderr).toBe(0);
  return stdout;
}

function expectShared(output: string): void {
  expect(output).toMatch(/researcher: put \d{4,} tokens, shared as \d+/);
  expect(output).toMatch(/^Answer +Number 613 on \/cart; the other process has 800 requests in full\.$/m);
  expect(output).toContain('2 entries');
  expect(output).toContain('{"researcher":1,"coder":1}');
}

describe('two processes', () => {
  it('share over SQLite, without any server', () => expectShared(runExample({})), 120_000);

  it.runIf(hasRedis())(
    'share over Redis',
    async () => {
      server = await startRedis();
      expectShared(runExample({ REDIS_URL: server.url }));
    },
    120_000,
  );
});
