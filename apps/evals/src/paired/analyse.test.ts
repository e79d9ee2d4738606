import { describe, expect, it } from 'vitest';
import { analyse, type NamedArm } from './analyse.js';
import { judgeRun } from './judge-run.js';
import type { Plan, Row } from './row.js';

const ARMS: readonly NamedArm[] = [
  { name: 'none', title: 'None', kind: 'baseline' },
  { name: 'ours', title: 'Ours', kind: 'ours' },
  { name: 'other', title: 'Other', kind: 'other' },
];

const plan = (items: number, arms = ARMS): Plan => ({
  kind: 'plan',
  started: '2026-01-01',
  provider: 'test',
  wire: 'openai',
  model: 'm',
  price: {},
  tier: 1,
  seed: 1,
  perTask: 1,
  arms: arms.map(({ name }) => name),
  items: Array.from({ length: items }, (_, i) => `i${i}`),
  margin: 0.05,
  maxTokens: 100,
});

const row = (item: number, arm: string, solved: boolean, dollars: number, rest: Partial<Row> = {}): Row => ({
  kind: 'row',
  item: `i${item}`,
  task: 't',
  arm,
  solved,
  score: solved ? 1 : 0,
  answer: '',
  requests: 2,
  retrievals: 0,
  rereads: 0,
  transformed: 0,
  cut: 0,
  usage: { input: 1000, cached: 100, written: 0, output: 10 },
  dollars,
  ms: 10,
  providerMs: 8,
  given: 1000,
  sent: arm === 'none' ? 1000 : 400,
  ...rest,
});

/** Ten items: the baseline solves 8 at 1 dollar each, ours other 8 at 60 cents, the third arm 2 at 10 cents. */
const ROWS = Array.from({ length: 10 }, (_, i) => [
  row(i, 'none', i < 8, 1),
  row(i, 'ours', i > 0 && i < 9, 0.6),
  row(i, 'other', i < 2, 0.1),
]).flat();

describe('the analysis of a run', () => {
  const { rich, ranking, counts } = analyse(plan(10), ROWS, ARMS);
  const of = (name: string) => rich.find(({ arm }) => arm === name);

  it('has the figures counted by hand', () => {
    expect(counts).toEqual({ planned: 10, rows: 30, whole: 10, rich: 10, thin: 0, away: 0, cut: 0 });
    expect(of('ours')).toMatchObject({
      solved: 8,
      baselineSolved: 8,
      pairs: { both: 7, onlyBaseline: 1, onlyArm: 1, neither: 1 },
      difference: 0,
      p: 1,
      judgement: 'open',
      requests: 20,
    });
    // 6 dollars for 8 solved against 10 dollars for 8.
    expect(of('ours')?.costPerSolved).toBeCloseTo(0.75, 12);
    expect(of('ours')?.saved).toBeCloseTo(0.4, 12);
    // 8·…: six items that the baseline alone solves, 2·1/64; adjusted for two arms.
    expect(of('other')?.p).toBeCloseTo(2 / 64, 12);
    expect(of('other')?.pAdjusted).toBeCloseTo(4 / 64, 12);
    expect(of('other')).toMatchObject({ solved: 2, judgement: 'worse' });
    expect(of('other')?.saved).toBeCloseTo(1 - 0.5 / 1.25, 12);
  });

  it('ranks the cheap and wrong behind the dear and right', () => {
    expect(ranking).toEqual(['ours', 'none', 'other']);
  });

  it('leaves out items that not every arm was tried on, and rows without a provider', () => {
    const missing = ROWS.filter(({ item, arm }) => item !== 'i0' || arm !== 'other').map((one) =>
      one.item === 'i1' && one.arm === 'ours' ? { ...one, away: 'status 503' } : one,
    );
    const { counts, rich } = analyse(plan(10), missing, ARMS);
    expect(counts).toMatchObject({ whole: 8, away: 1 });
    expect(rich.map(({ items }) => items)).toEqual([8, 8, 8]);
  });

  it('tells rich from thin items, and fails a run without rich ones', () => {
    const thin = ROWS.map((one) => ({ ...one, sent: one.given }));
    expect(analyse(plan(10), thin, ARMS).counts).toMatchObject({ rich: 0, thin: 10 });
    expect(judgeRun(analyse(plan(10), thin, ARMS))).toEqual([
      'none of 10 items had anything to compress: nothing is shown by them',
    ]);
    expect(judgeRun(analyse(plan(10), ROWS, ARMS))).toEqual([]);
    expect(judgeRun(analyse(plan(10), [], ARMS))).toEqual(['no item was tried with every arm']);
  });

  it('fails a run in which ours is worse, refused or changed by the provider', () => {
    const wrong = ROWS.map((one) =>
      one.arm === 'ours' ? { ...one, solved: false, refused: 'status 400', transformed: 1 } : one,
    );
    expect(judgeRun(analyse(plan(10), wrong, ARMS))).toEqual([
      'ours solves 0 of 10, the baseline 8',
      '10 conversations of ours were refused by the provider',
      '10 requests of ours were changed by the provider',
    ]);
  });

  it('fails an evaluation that ranks a self-test arm above the baseline', () => {
    const arms = ARMS.map((arm) => (arm.name === 'other' ? { ...arm, kind: 'self-test' as const } : arm));
    const fooled = ROWS.map((one) => (one.arm === 'other' ? { ...one, solved: true } : one));
    expect(judgeRun(analyse(plan(10, arms), fooled, arms))).toHaveLength(1);
  });

  it('counts in units where no price is known', () => {
    const { rich } = analyse({ ...plan(10), price: null }, ROWS, ARMS);
    // 1000 + 100/10 + 10·5 tokens at a dollar a million, ten times.
    expect(rich[0]?.cost).toBeCloseTo(10 * 1060e-6, 12);
  });
});
