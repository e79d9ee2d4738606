import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const home = fileURLToPath(new URL('.', import.meta.url));
const listed = [...readFileSync(`${home}README.md`, 'utf8').matchAll(/^\| `([a-z-]+)` +\|/gm)].map(([, name]) => name);

describe('the list of examples', () => {
  it('names every program there is', () => {
    const names = readdirSync(home).filter((name) => !/^\.|node_modules|\.test\.ts$|^bench-/.test(name));
    const programs = names
      .filter((name) =>
        name.endsWith('.ts')
          ? /Run: npx tsx/.test(readFileSync(home + name, 'utf8'))
          : existsSync(`${home}${name}/main.ts`),
      )
      .map((name) => name.replace('.ts', ''));
    expect(listed).toEqual(programs.sort());
  });

  it('is what the command shows without a name, and with a wrong one', () => {
    for (const name of [[], ['nonsense']]) {
      const { stdout, status } = spawnSync(process.execPath, ['../tooling/scripts/run.mjs', 'example', ...name], {
        cwd: home,
        encoding: 'utf8',
      });
      expect(status).toBe(name.length === 0 ? 0 : 2);
      for (const each of listed) expect(stdout).toMatch(new RegExp(`^ +${each} +\\S`, 'm'));
    }
  });
});
