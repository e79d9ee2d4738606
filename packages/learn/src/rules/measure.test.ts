import { afterAll, describe, expect, it } from 'vitest';
import { run } from '../planted/step.fixture.js';
import { beginOf, forgetUsers, slip, User } from '../planted/user.fixture.js';
import { reportPage } from '../report/page.js';
import { chanceOfFewer } from './measure.js';

afterAll(forgetUsers);
const calm = [run('npm run test', 'ok')];
/** A user whose rule is written after six sessions, four of them with the failure. */
async function written(): Promise<User> {
  const me = new User();
  for (let i = 0; i < 6; i++) me.session(i % 3 === 2 ? calm : slip);
  await me.learn({ apply: true, now: () => beginOf(6) - 1 });
  return me;
}

describe('what became of a rule', () => {
  it('is not said too early', async () => {
    const me = await written();
    me.session(calm);
    const [project] = (await me.learn()).projects;
    expect(project?.measured).toMatchObject([
      {
        verdict: 'too early',
        before: { sessions: 6, withIt: 4, failures: 4 },
        after: { sessions: 1, withIt: 0, failures: 0 },
      },
    ]);
  });

  it('is help where the failure was not seen again', async () => {
    const me = await written();
    for (let i = 0; i < 6; i++) me.session(calm);
    const learned = await me.learn({ apply: true });
    expect(learned.projects[0]?.measured).toMatchObject([
      { verdict: 'helps', before: { withIt: 4 }, after: { sessions: 6, withIt: 0 } },
    ]);
    expect(me.text()).toContain('npm run tset');
  });

  it('is none where it goes on as before, and the rule goes when it is dropped', async () => {
    const me = await written();
    for (let i = 0; i < 6; i++) me.session(i % 3 === 2 ? calm : slip);
    // A failure counts also where nothing mended it.
    me.session([run('npm run tset', 'npm error Missing script: "tset"', 1)]);
    const learned = await me.learn({ apply: true });
    const [measured] = learned.projects[0]?.measured ?? [];
    expect(measured).toMatchObject({
      verdict: 'does not help',
      before: { withIt: 4 },
      after: { sessions: 7, withIt: 5, failures: 5 },
    });
    expect(reportPage(learned)).toContain(`--drop ${measured?.id}`);
    await me.learn({ apply: true, drop: [String(measured?.id)] });
    const isGone = () => expect(() => me.text()).toThrow('ENOENT');
    isGone();
    await me.learn({ apply: true });
    isGone();
  });

  it('is judged by an exact test', () => {
    expect(chanceOfFewer({ sessions: 6, withIt: 4, failures: 4 }, { sessions: 6, withIt: 0, failures: 0 })).toBeCloseTo(
      0.0303,
      3,
    );
    expect(
      chanceOfFewer({ sessions: 3, withIt: 1, failures: 1 }, { sessions: 9, withIt: 3, failures: 3 }),
    ).toBeGreaterThan(0.5);
  });
});
