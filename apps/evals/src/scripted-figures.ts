import type { Arm } from './arms/arm.js';
import { ARMS, NONE, OURS } from './arms/index.js';
import { SELF_TEST_ARMS } from './arms/self-test.js';
import type { Baseline } from './baseline.js';
import { SOURCES } from './items/index.js';
import { type Analysis, analyse } from './paired/analyse.js';
import { createBudget } from './paired/budget.js';
import { chooseProvider } from './paired/choose-provider.js';
import { judgeRun } from './paired/judge-run.js';
import type { Plan } from './paired/row.js';
import { runSuite } from './paired/run-suite.js';
import { WIRES } from './wire/index.js';

/** Few of each task: the scripted model answers alike each time, so that more would say little more. */
const PER_TASK = 6;
const SEED = 5;

const lossless = ARMS.find(({ name }) => name === 'lossless') as Arm;

export interface ScriptedRuns {
  readonly runs: readonly {
    readonly wire: string;
    readonly analysis: Analysis;
    readonly problems: readonly string[];
  }[];
  readonly figures: Baseline;
}

async function runOver(wire: keyof typeof WIRES, arms: readonly Arm[]): Promise<Analysis> {
  // Tasks of tier 1 alone, on our own items, whatever data sets lie about.
  const items = SOURCES.filter(({ tier }) => tier === 1).flatMap((source) =>
    source.items({ seed: SEED, count: PER_TASK }),
  );
  const { provider, server } = await chooseProvider({ provider: `scripted:${wire}` }, {});
  try {
    const plan: Plan = {
      ...{
        kind: 'plan',
        started: '',
        provider: 'scripted',
        wire,
        model: provider.model,
        price: provider.price ?? null,
      },
      ...{ tier: 1, seed: SEED, perTask: PER_TASK, margin: 0.05, maxTokens: 1024 },
      arms: arms.map(({ name }) => name),
      items: items.map(({ id }) => id),
    };
    const { rows, stopped } = await runSuite({
      provider,
      items,
      arms,
      budget: createBudget(),
      seed: SEED,
      maxTokens: plan.maxTokens,
    });
    return analyse(plan, rows, arms, stopped);
  } finally {
    await server?.close();
  }
}

const percent = (share: number) => Math.round(1000 * share) / 10;

function figuresOf(wire: string, { rich, tasks }: Analysis, problems: readonly string[]): Baseline {
  const entries = rich
    .filter(({ kind }) => kind === 'ours')
    .flatMap(({ arm, saved }): [string, number][] => {
      const all = tasks.flatMap(({ arms }) => arms.filter((one) => one.arm === arm));
      const [solved, items] = [
        all.reduce((sum, one) => sum + one.solved, 0),
        all.reduce((sum, one) => sum + one.items, 0),
      ];
      return [
        [`facts.asked.${wire}.${arm}.solved`, percent(solved / Math.max(1, items))],
        [`savings.asked.${wire}.${arm}.saved`, Number.isFinite(saved) ? percent(saved) : -100],
      ];
    });
  return { ...Object.fromEntries(entries), [`facts.asked.${wire}.sound`]: problems.length === 0 ? 100 : 0 };
}

/**
 * The whole chain over every wire, with the scripted model: what ours solves and saves there, and whether arms that are known to be bad
 * are found out. `planted` stands in the place of the arm that is judged, to see that this is noticed.
 */
export async function scriptedRuns(planted?: string): Promise<ScriptedRuns> {
  const bad = SELF_TEST_ARMS.find(({ name }) => name === planted);
  if (planted !== undefined && !bad)
    throw new Error(`No self-test arm ${planted}; there are ${SELF_TEST_ARMS.map(({ name }) => name).join(', ')}`);
  const ours: Arm = bad ? { ...bad, name: OURS.name, title: OURS.title, kind: 'ours' } : OURS;
  const runs: { wire: string; analysis: Analysis; problems: string[] }[] = [];
  for (const wire of Object.keys(WIRES) as (keyof typeof WIRES)[]) {
    const analysis = await runOver(wire, [NONE, ours, lossless, ...SELF_TEST_ARMS]);
    runs.push({ wire, analysis, problems: judgeRun(analysis) });
  }
  const figures = Object.assign(
    {},
    ...runs.map(({ wire, analysis, problems }) => figuresOf(wire, analysis, problems)),
  ) as Baseline;
  return { runs, figures };
}
