import { type Grid, grid } from './adversarial/grid.js';
import { methods } from './methods/index.js';
import type { Method } from './methods/method.js';
import type { Published } from './published/published.js';
import { type Questions, questions } from './questions/questions.js';
import { type SessionReport, sessions } from './sessions/sessions.js';
import { policyOf } from './support/policies.js';
import { type Supports, support } from './support/support.js';
import { type Survival, survival } from './survival/survival.js';

/** What the tasks found; a task that was not run is missing. */
export interface Results {
  readonly survival?: Survival;
  readonly questions?: Questions;
  readonly sessions?: readonly SessionReport[];
  readonly support?: Supports;
  readonly adversarial?: Grid;
  /** Only where rows of published runs were given. */
  readonly published?: Published;
}

/** What a task may be given: the one method to look at instead of the usual ones. */
export interface Given {
  readonly only?: Method | undefined;
}

/** One thing that is measured without a model; what asks one is in `items/`. */
export interface Task<Name extends keyof Results = keyof Results> {
  readonly name: Name;
  readonly tier: number;
  readonly title: string;
  run(given: Given): Promise<Results[Name]>;
}

export const TASKS: readonly Task[] = [
  {
    name: 'survival',
    tier: 0,
    title: 'facts of real tool outputs: retained, recoverable or lost; safe savings, side by side with other methods',
    run: ({ only }) => survival(only ? [only] : methods),
  },
  {
    name: 'questions',
    tier: 1,
    title: 'questions generated from the text itself, answered from the compressed text by exact lookup',
    run: ({ only }) => questions(only),
  },
  {
    name: 'sessions',
    tier: 1,
    title: 'agent sessions replayed on a prompt cache that prices reads and writes; every request a prefix of the next',
    run: ({ only }) => sessions(only),
  },
  {
    name: 'support',
    tier: 1,
    title: 'what the next action of an agent uses, still in sight or not, against the bill of whole sessions',
    run: ({ only }) => support(only && [policyOf(only)]),
  },
  {
    name: 'adversarial',
    tier: 1,
    title: 'needles in every payload, carrier and position; forged markers',
    run: () => grid(),
  },
];

/** The highest tier that has tasks. */
export const LAST_TIER = Math.max(...TASKS.map((task) => task.tier));

/** Runs all tasks up to a tier. */
export async function runTasks(
  tier: number,
  given: Given = {},
  say: (line: string) => void = () => {},
): Promise<Results> {
  const results: Record<string, unknown> = {};
  for (const task of TASKS.filter((one) => one.tier <= tier)) {
    const start = performance.now();
    results[task.name] = await task.run(given);
    say(`${task.name}: ${((performance.now() - start) / 1000).toFixed(1)} s`);
  }
  return results as Results;
}
