import { holm } from '../stats/mcnemar.js';
import type { Plan, Row } from './row.js';
import { type ArmSum, type Pair, sumArm } from './sum-arm.js';

/** An arm as the analysis needs to know it. */
export interface NamedArm {
  readonly name: string;
  readonly title: string;
  readonly kind: 'baseline' | 'ours' | 'other' | 'self-test';
}

/** `worse`: shown to be; `equivalent`, `not worse`: shown within the margin; `open`: too few items to tell. */
export type Judgement = 'baseline' | 'worse' | 'equivalent' | 'not worse' | 'open';

export interface ArmResult extends ArmSum {
  readonly title: string;
  readonly kind: NamedArm['kind'];
  /** P-value of McNemar's test, adjusted by Holm for all arms that are no self-test. */
  readonly pAdjusted: number;
  readonly judgement: Judgement;
}

export interface TaskSum {
  readonly task: string;
  readonly rich: number;
  readonly thin: number;
  readonly arms: readonly ArmSum[];
}

/** Everything that is said of a run; made from its plan and rows alone, so that anyone can count again. */
export interface Analysis {
  readonly plan: Plan;
  /** Items on which something could be compressed, and the others: too short or of no known kind. */
  readonly rich: readonly ArmResult[];
  readonly thin: readonly ArmResult[];
  readonly tasks: readonly TaskSum[];
  /** Names of arms, the best first, by the rich items. */
  readonly ranking: readonly string[];
  readonly counts: {
    readonly planned: number;
    readonly rows: number;
    /** Items that every arm was tried on. */
    readonly whole: number;
    readonly rich: number;
    readonly thin: number;
    readonly away: number;
    /** Answers that ended at the limit of their tokens, in all arms. */
    readonly cut: number;
  };
  readonly stopped?: string;
}

/** Less than this share taken off counts as nothing. */
const LEAST_TAKEN = 0.01;

/** Whether an item had anything to compress: some arm that is no self-test sent less of its tool results than it was given. */
export function isRich(rows: readonly Row[], arms: readonly NamedArm[]): boolean {
  const honest = new Set(arms.filter(({ kind }) => kind === 'ours' || kind === 'other').map(({ name }) => name));
  return rows.some(({ arm, given, sent }) => honest.has(arm) && sent < given * (1 - LEAST_TAKEN));
}

function judgementOf(sum: ArmSum, pAdjusted: number, kind: NamedArm['kind']): Judgement {
  if (kind === 'baseline') return 'baseline';
  if (sum.difference < 0 && (pAdjusted < 0.05 || sum.interval[1] < 0)) return 'worse';
  if (sum.equivalence.equivalent) return 'equivalent';
  return sum.equivalence.notWorse ? 'not worse' : 'open';
}

function resultsOf(items: readonly (readonly Row[])[], arms: readonly NamedArm[], plan: Plan): ArmResult[] {
  const baseline = arms.find(({ kind }) => kind === 'baseline')?.name;
  const sums = arms.map(({ name }) => sumArm(name, pairsOf(items, baseline, name), plan));
  const tested = arms.map(({ kind }, i) => ({ kind, i })).filter(({ kind }) => kind === 'ours' || kind === 'other');
  const adjusted = holm(tested.map(({ i }) => sums[i]?.p ?? 1));
  return arms.map(({ title, kind }, i): ArmResult => {
    const sum = sums[i] as ArmSum;
    const at = tested.findIndex((one) => one.i === i);
    const pAdjusted = at < 0 ? sum.p : (adjusted[at] ?? 1);
    return { ...sum, title, kind, pAdjusted, judgement: judgementOf(sum, pAdjusted, kind) };
  });
}

function pairsOf(items: readonly (readonly Row[])[], baseline: string | undefined, arm: string): Pair[] {
  return items.flatMap((rows): Pair[] => {
    const [first, second] = [rows.find((row) => row.arm === baseline), rows.find((row) => row.arm === arm)];
    return first && second ? [[first, second]] : [];
  });
}

/**
 * The order of arms: those that solve as many as the baseline within the margin, by what a solved item costs; after them those that
 * do not, by how many they solve. So no arm rises by being cheap and wrong.
 */
export function rank(results: readonly ArmResult[], margin: number): string[] {
  const isSound = ({ difference, solved }: ArmResult) => solved > 0 && difference >= -margin - 1e-9;
  // Costs that differ by less than their third digit are alike: salts alone move them that much. Then the order of the plan holds.
  const costOf = ({ costPerSolved }: ArmResult) => Number(costPerSolved.toPrecision(3));
  const sound = results.filter(isSound).toSorted((a, b) => costOf(a) - costOf(b));
  const others = results
    .filter((one) => !isSound(one))
    .toSorted((a, b) => b.solved - a.solved || a.costPerSolved - b.costPerSolved);
  return [...sound, ...others].map(({ arm }) => arm);
}

/** Says what the rows of a run show. Items that not every arm was tried on are left out, in every arm. */
export function analyse(plan: Plan, rows: readonly Row[], arms: readonly NamedArm[], stopped?: string): Analysis {
  const here = arms.filter(({ name }) => plan.arms.includes(name));
  const byItem = new Map<string, Row[]>();
  for (const row of rows.filter(({ away }) => away === undefined))
    byItem.set(row.item, [...(byItem.get(row.item) ?? []), row]);
  const whole = [...byItem.values()].filter((list) => here.every(({ name }) => list.some(({ arm }) => arm === name)));
  const [rich, thin] = [true, false].map((wanted) => whole.filter((list) => isRich(list, here) === wanted)) as [
    Row[][],
    Row[][],
  ];
  const results = resultsOf(rich, here, plan);
  const tasks = [...new Set(whole.map((list) => list[0]?.task ?? ''))].map((task): TaskSum => {
    const of = (items: readonly Row[][]) => items.filter((list) => list[0]?.task === task);
    const baseline = here.find(({ kind }) => kind === 'baseline')?.name;
    const arms = here.map(({ name }) => sumArm(name, pairsOf(of(whole), baseline, name), plan));
    return { task, rich: of(rich).length, thin: of(thin).length, arms };
  });
  return {
    plan,
    rich: results,
    thin: resultsOf(thin, here, plan),
    tasks,
    ranking: rank(results, plan.margin),
    counts: {
      planned: plan.items.length,
      rows: rows.length,
      whole: whole.length,
      rich: rich.length,
      thin: thin.length,
      away: rows.filter(({ away }) => away !== undefined).length,
      cut: rows.reduce((sum, { cut }) => sum + cut, 0),
    },
    ...(stopped !== undefined && { stopped }),
  };
}
