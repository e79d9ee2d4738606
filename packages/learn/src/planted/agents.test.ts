import { mkdirSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { AGENTS, type AgentName } from '../../../agents/src/sessions/session-event.js';
import { writeAs } from '../../../agents/src/sessions/written-as.fixture.js';
import { run, type Step, scriptOf } from './step.fixture.js';
import { beginOf, forgetUsers, User } from './user.fixture.js';

afterAll(forgetUsers);

const refuse = (command: string): Step => ({ do: 'refuse', command });

/** The rules of two sessions and more of one agent, of both releases that are known of it. */
async function rulesOf(agent: AgentName, sessions: readonly (readonly Step[])[]): Promise<string[]> {
  const me = new User();
  mkdirSync(me.root, { recursive: true });
  const scripts = sessions.map((steps, i) => scriptOf(agent, `${agent}-${i}`, me.root, beginOf(i), steps));
  writeAs(agent, me.home, scripts);
  return me.rules();
}
const twice = (steps: readonly Step[]) => [steps, steps, steps, steps];

describe.each(AGENTS)('in sessions of %s', (agent) => {
  it('a loop is seen, though ids and times are others each time', async () => {
    const fails = (seconds: number) => run('make docs', `sphinx-build: error after 1${seconds}.${seconds} s`, 2);
    expect(await rulesOf(agent, twice([fails(1), fails(2), fails(3)]))).toEqual([
      '`make docs` failed the same way each time it was repeated unchanged.',
    ]);
  });

  it('words of a failure that stand in quotes are read', async () => {
    const steps = [run('yarn typecheck', 'error Command "typecheck" not found.', 1), run('yarn type-check', 'ok')];
    expect(await rulesOf(agent, twice(steps))).toEqual(['There is no `yarn typecheck`; it is `yarn type-check`.']);
  });

  it('a refusal is of what was refused, not of its program', async () => {
    const ask = (what: string) => `\`${what}\` was refused by the user or by a rule: ask before calling it.`;
    expect(await rulesOf(agent, twice([refuse('cat .env')]))).toEqual([ask('cat .env')]);
    expect(await rulesOf(agent, [[refuse('rm -rf one')], [refuse('rm -rf two')], [refuse('rm three')]])).toEqual([
      ask('rm -rf'),
    ]);
    expect(await rulesOf(agent, [[refuse('npm publish')], [refuse('npm publish --tag next')]])).toEqual([
      ask('npm publish'),
    ]);
    const pushes = [refuse('git push --force'), run('git push', 'ok')];
    expect(await rulesOf(agent, twice(pushes))).toEqual([ask('git push --force')]);
    expect(await rulesOf(agent, twice([refuse('npm publish'), run('npm publish', 'ok')]))).toEqual([]);
  });
});
