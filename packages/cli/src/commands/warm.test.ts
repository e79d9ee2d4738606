import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const program = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const PORT = String(41_000 + (process.pid % 20_000));
const folder = mkdtempSync(join(tmpdir(), 'headroom-warm-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** How often a function ran in a process that has ended, by what V8 wrote down. */
function callsOf(name: string, counts: string): number {
  const files = readdirSync(counts).map((file) => readFileSync(join(counts, file), 'utf8'));
  const found = files.flatMap((text) => {
    const { result } = JSON.parse(text) as {
      result: { functions: { functionName: string; ranges: { count: number }[] }[] }[];
    };
    return result.flatMap(({ functions }) => functions).filter(({ functionName }) => functionName === name);
  });
  return found.reduce((sum, { ranges }) => sum + (ranges[0]?.count ?? 0), 0);
}

async function until(holds: () => boolean): Promise<void> {
  for (let i = 0; i < 600 && !holds(); i++) await sleep(50);
  expect(holds()).toBe(true);
}

describe.each(['proxy', 'serve'])('headroom %s', (command) => {
  it('gets ready for a first text once it listens', async () => {
    const home = join(folder, command);
    const counts = join(home, 'counts');
    mkdirSync(counts, { recursive: true });
    const env = {
      ...process.env,
      ...{ HOME: home, HEADROOM_HOME: home, HEADROOM_STORE: join(home, 's.db'), NODE_V8_COVERAGE: counts },
    };
    const child = spawn(process.execPath, [program, command, ...(command === 'proxy' ? ['--port', PORT] : [])], {
      env,
    });
    let said = '';
    child.stderr.on('data', (text) => {
      said += text;
    });
    const isListening = () => said.includes('listening on') || existsSync(join(home, 'service.json'));
    await until(isListening);
    // What it does then is under way; nobody waits for it.
    await sleep(1500);
    child.kill('SIGTERM');
    await once(child, 'close');
    expect(callsOf('warmUp', counts)).toBe(1);
  }, 60_000);
});
