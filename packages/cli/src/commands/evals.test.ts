import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { evalsProgram } from './evals.js';

const program = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'headroom-cli-evals-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('headroom evals', () => {
  it('is the program of the repository that this command was built in', () => {
    expect(evalsProgram()).toBe(fileURLToPath(new URL('../../../../apps/evals/dist/main.js', import.meta.url)));
  });

  it('is no program of the same place that has another name, and none where there is no repository', () => {
    mkdirSync(join(folder, 'apps', 'evals'), { recursive: true });
    mkdirSync(join(folder, 'deep', 'down'), { recursive: true });
    expect(evalsProgram(join(tmpdir()))).toBeUndefined();
    writeFileSync(join(folder, 'apps', 'evals', 'package.json'), '{"name":"somebody-elses"}');
    expect(evalsProgram(join(folder, 'deep', 'down'))).toBeUndefined();
  });

  it.skipIf(!existsSync(evalsProgram() ?? ''))('hands on what it is given, and how it ended', () => {
    const call = (...args: string[]) =>
      spawnSync(process.execPath, [program, 'evals', ...args], { encoding: 'utf8', cwd: folder, timeout: 100_000 });
    const listed = call('list');
    expect(listed.status).toBe(0);
    expect(listed.stdout).toContain('openai/grade-school-math, MIT');
    expect(call('--help').stdout).toContain('--max-cost');
    expect(call('suite', '--provider', 'openai', '--model', 'gpt-5', '--tier', 'many').status).toBe(2);
  });
});
