import { describe, expect, it } from 'vitest';
import { SIGNS } from '../../../packages/memory/src/rank/signs.js';
import { WEIGHTS } from '../../../packages/memory/src/rank/weights.js';
import { open } from '../locomo/measure.js';
import { madeConversations } from '../made/conversations.js';
import { chance } from '../made/random.js';
import { type Choice, fitChoices } from './choice.js';
import { choicesOf } from './choices.js';
import { fitOf, withFit } from './written.js';

/** Questions of twenty records each, one of them right, drawn by what the weights say. */
function drawn(many: number, seed: number, scale: number, weights: readonly number[]): Choice[] {
  const luck = chance(seed);
  const share = () => luck.below(1_000_000) / 1_000_000;
  return Array.from({ length: many }, () => {
    const base = Array.from({ length: 20 }, () => 2 * share());
    const signs = base.map(() => weights.map(share));
    const odds = base.map((one, i) =>
      Math.exp(scale * (one + weights.reduce((sum, weight, j) => sum + weight * (signs[i]?.[j] ?? 0), 0))),
    );
    let left = share() * odds.reduce((sum, one) => sum + one, 0);
    const right = odds.findIndex((one) => {
      left -= one;
      return left <= 0;
    });
    return { base, signs, right: [right] };
  });
}

describe('a fit of choices', () => {
  it('finds the weights that the choices were made by', () => {
    const made = [1.2, -0.7, 0];
    const found = fitChoices(drawn(4000, 3, 2, made), 3);
    for (const [i, weight] of found.entries()) expect(Math.abs(weight - (made[i] as number))).toBeLessThan(0.12);
  });

  it('is the same for the same choices, whatever the size of the logarithms', () => {
    const choices = drawn(300, 5, 2, [1, -1]);
    const higher = choices.map(({ base, ...rest }) => ({ ...rest, base: base.map((one) => one + 900) }));
    const found = fitChoices(choices, 2);
    expect(fitChoices(choices, 2)).toEqual(found);
    for (const [i, weight] of fitChoices(higher, 2).entries()) expect(weight).toBeCloseTo(found[i] as number, 4);
  });

  it('learns nothing where nothing can be chosen', () => {
    const choices = drawn(300, 7, 2, [1, -1]);
    const none = choices.slice(0, 50).map((one) => ({ ...one, right: [] }));
    const all = choices.slice(0, 50).map((one) => ({ ...one, right: [...one.base.keys()] }));
    expect(fitChoices([...choices, ...none, ...all], 2)).toEqual(fitChoices(choices, 2));
  });
});

it('choices are the records that a recall ranks, with their signs and the evidence', async () => {
  const [made] = madeConversations(1);
  if (!made) throw new Error('nothing was made');
  const turns = made.turns.map((turn) => ({ ...turn, session: Number(turn.session.slice(1)) }));
  const asked = made.questions.map(({ question, evidence }) => ({
    question,
    evidence,
    answer: '',
    kind: 'single-hop' as const,
  }));
  const one = await open({ name: made.name, turns, asked });
  const choices = await choicesOf(one, WEIGHTS);
  expect(choices).toHaveLength(asked.length);
  for (const [i, { base, signs, right }] of choices.entries()) {
    expect(signs.every((of) => of.length === SIGNS.length)).toBe(true);
    const { records } = await one.recall(asked[i]?.question ?? '', 4096);
    expect(base.length).toBeGreaterThanOrEqual(records.length);
    const had = records.filter(({ record }) => asked[i]?.evidence.includes(record.source.message ?? ''));
    expect(right).toHaveLength(had.length);
  }
  expect(choices.some(({ right }) => right.length > 0)).toBe(true);
  await one.close();
});

describe('weights in their source', () => {
  const source = 'x = {\n  near: 5,\n  fit: {\n    /** Near. */\n    near: 0.6,\n    far: -1,\n  },\n  far: 3,\n};\n';

  it('change where they stand and nowhere else', () => {
    const fit = fitOf(['near', 'far'], [0.123, -0.001]);
    expect(withFit(source, fit)).toBe(source.replace('near: 0.6', 'near: 0.12').replace('far: -1', 'far: 0'));
  });

  it('are all there', () => {
    expect(() => withFit(source, { nearer: 1 })).toThrow('no weight nearer');
    expect(() => withFit('x = 1', { near: 1 })).toThrow('no fit');
    expect(Object.keys(WEIGHTS.fit).sort()).toEqual([...SIGNS].sort());
  });
});
