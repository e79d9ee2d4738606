import { afterAll, describe, expect, it } from 'vitest';
import { edit, read, run, type Step, user } from '../planted/step.fixture.js';
import { forgetUsers, User } from '../planted/user.fixture.js';

afterAll(forgetUsers);
const big = Array.from({ length: 400 }, (_, i) => `row ${i}: some_field_${i} otherField${i}`).join('\n');
const steps = (n: number): Step[] => Array.from({ length: n }, (_, i) => run(`ls src${i}`, `a${i}`));
async function wasteOf(...all: readonly Step[]) {
  const me = new User();
  me.session(all);
  return (await me.learn()).projects.flatMap(({ waste }) => waste.map(({ kind, what, times }) => [kind, what, times]));
}

describe('what was read for nothing', () => {
  it('is a large output of which no name was used in what followed', async () => {
    const nothing = steps(45);
    expect(await wasteOf(run('npm ls --all', big), ...nothing)).toEqual([['unused', 'npm ls --all', 1]]);
    expect(await wasteOf(run('npm ls --all', big), run('grep -n some_field_9 x'), ...nothing)).toEqual([]);
    expect(await wasteOf(run('npm ls --all', big), ...steps(5))).toEqual([]);
    expect(await wasteOf(run('npm ls --all', 'row '.repeat(4000)), ...nothing)).toEqual([]);
  });

  it('is a file that is read again unchanged, not another part of it, and not after an edit', async () => {
    const part = (offset: number): Step => ({ do: 'read', path: 'src/a.ts', offset, says: `from ${offset}` });
    expect(await wasteOf(read('src/a.ts'), run('ls'), read('src/a.ts'))).toEqual([['reread', 'src/a.ts', 1]]);
    expect(await wasteOf(part(1), part(201), part(401))).toEqual([]);
    expect(await wasteOf(read('src/a.ts'), edit('src/a.ts'), read('src/a.ts'))).toEqual([]);
  });

  it('is a command that is run again with the same output, nothing changed in between', async () => {
    expect(await wasteOf(run('npm outdated', 'a b c'), run('npm install'), run('npm outdated', 'a b c'))).toEqual([]);
    expect(await wasteOf(run('git status', 'clean'), run('ls'), run('git status', 'clean'))).toEqual([
      ['repeated', 'git status', 1],
    ]);
    expect(await wasteOf(run('git status', 'clean'), user('look again'), run('git status', 'clean'))).toEqual([]);
  });
});
