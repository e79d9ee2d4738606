import { describe, expect, it } from 'vitest';
import { fixtureCases } from './cases/fixtures.js';
import { judge } from './judge.js';
import { balanced } from './methods/index.js';
import type { Method } from './methods/method.js';
import { identity } from './methods/peers.js';
import { BAD_METHODS, keepOnlyNeedles } from './methods/self-test.js';
import { questions, sources } from './questions/questions.js';
import { scoreMethod } from './survival/survival.js';

const cases = fixtureCases().filter((_, i) => i % 5 === 0);
const from = sources().filter((_, i) => i % 6 === 0);
const needles = keepOnlyNeedles(cases);

async function verdict(method: Method) {
  const score = await scoreMethod(method, cases);
  const asked = await questions(method, from);
  return { ...score.all, asked, problems: judge({ survival: { own: [score] }, questions: asked }) };
}

describe('the evaluation tells good methods from bad ones', () => {
  it('identity keeps everything and saves nothing', async () => {
    const { kept, saved, safe, asked, problems } = await verdict(identity);
    expect([kept, saved, safe, asked.known.all?.accuracy]).toEqual([100, 0, 0, 100]);
    expect(problems).toEqual([]);
  });

  it.each([...BAD_METHODS, needles])('$name does not pass', async (method) => {
    expect((await verdict(method)).problems).not.toEqual([]);
  });

  it('keep-only-needles is convicted by questions that were not foreseen, not by its needles', async () => {
    const { kept, asked } = await verdict(needles);
    expect(kept).toBe(100);
    expect(asked.later.all?.lost).toBeGreaterThan(0);
  });

  it('an expander is seen to grow, a lorem replacer to lose every fact', async () => {
    const [expander, lorem] = await Promise.all(
      ['expander', 'lorem'].map((name) => verdict(BAD_METHODS.find((method) => method.name === name) as Method)),
    );
    expect(expander?.saved).toBeLessThan(0);
    expect(lorem?.kept).toBeLessThan(5);
    expect(lorem?.safe).toBeLessThan(5);
  });

  it('a method that touches what is not its own is convicted', async () => {
    const meddler: Method = {
      name: 'meddler',
      title: 'meddler',
      run: async (messages) => ({
        messages: messages.map((one) => (one.role === 'user' ? { ...one, content: 'x' } : one)),
      }),
    };
    const score = await scoreMethod(meddler, cases);
    expect(score.all.safe).toBe(0);
    expect(judge({ survival: { own: [score] } })).toContain(`${cases.length} conversations were damaged`);
  });

  it('ranks by safe savings: Headroom before identity before what loses facts', async () => {
    const safe = async (method: Method) => (await scoreMethod(method, cases)).all.safe;
    const drop = BAD_METHODS.find((method) => method.name === 'drop-random') as Method;
    const [ours, none, dropped] = [await safe(balanced), await safe(identity), await safe(drop)];
    expect(ours).toBeGreaterThan(Math.max(none, dropped));
    expect((await verdict(balanced)).problems).toEqual([]);
  });
});
