import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Arm } from './arms/arm.js';
import { ARMS, NONE, OURS } from './arms/index.js';
import { SELF_TEST_ARMS } from './arms/self-test.js';
import { SOURCES } from './items/index.js';
import type { Item } from './items/item.js';
import { type Flags, numberOf } from './options.js';
import { type Analysis, analyse } from './paired/analyse.js';
import { createBudget } from './paired/budget.js';
import { chooseProvider } from './paired/choose-provider.js';
import { judgeRun } from './paired/judge-run.js';
import { progressBar } from './paired/progress-bar.js';
import type { Provider } from './paired/provider.js';
import type { Plan } from './paired/row.js';
import { openRun, readRun } from './paired/run-file.js';
import { runSuite } from './paired/run-suite.js';
import { writeRunReports } from './paired-report/write-run-reports.js';

const ALL_ARMS: readonly Arm[] = [...ARMS, ...SELF_TEST_ARMS];
const PER_TASK = 20;
const QUICK = 8;
const MOST_TOKENS = 4096;

/** What a run ended with. */
export interface Asked {
  readonly analysis: Analysis;
  readonly problems: readonly string[];
  readonly files: readonly string[];
}

const split = (text: string) => text.split(',').map((one) => one.trim());

/** The arms that names stand for, the baseline always among them. */
export function armsNamed(names: string | undefined, usual: readonly Arm[]): readonly Arm[] {
  if (names === undefined) return usual;
  const chosen = split(names).flatMap((name) => {
    if (name === 'self-test') return SELF_TEST_ARMS;
    const found = ALL_ARMS.find((arm) => arm.name === name);
    if (!found) throw new Error(`No arm ${name}; there are ${ALL_ARMS.map((arm) => arm.name).join(', ')}, self-test`);
    return [found];
  });
  return [NONE, ...new Set(chosen.filter((arm) => arm !== NONE))];
}

/** Some data sets have a question twice; rows are known by the item's id. */
const withoutRepeats = (items: readonly Item[]) => [...new Map(items.map((item) => [item.id, item])).values()];

/** The items of a run. A quick one takes its few from all tasks in turn. */
export function itemsFor(flags: Flags, isQuick: boolean): readonly Item[] {
  const tier = numberOf('tier', flags.tier, 1, 1);
  const names = flags.tasks === undefined ? undefined : split(flags.tasks);
  const unknown = names?.find((name) => !SOURCES.some((source) => source.name === name));
  if (unknown !== undefined)
    throw new Error(`No task ${unknown}; there are ${SOURCES.map(({ name }) => name).join(', ')}`);
  const sources = SOURCES.filter((one) => (names ? names.includes(one.name) : one.tier <= tier));
  const count = numberOf('count', flags.count, isQuick ? QUICK : PER_TASK, 1);
  const given = { seed: numberOf('seed', flags.seed, 1), data: flags.data, repositories: flags.repositories };
  const lists = sources.map((source) => withoutRepeats(source.items({ ...given, count })));
  if (!isQuick) return lists.flat();
  const most = Math.max(...lists.map((list) => list.length));
  return Array.from({ length: most }, (_, i) => lists.flatMap((list) => list[i] ?? []))
    .flat()
    .slice(0, count);
}

function planOf(flags: Flags, provider: Provider, items: readonly Item[], arms: readonly Arm[]): Plan {
  return {
    kind: 'plan',
    started: new Date().toISOString(),
    provider: flags.provider?.startsWith('scripted') ? flags.provider : provider.url,
    wire: provider.wire.name,
    model: provider.model,
    price: provider.price ?? null,
    tier: numberOf('tier', flags.tier, 1, 1),
    seed: numberOf('seed', flags.seed, 1),
    perTask: numberOf('count', flags.count, PER_TASK, 1),
    arms: arms.map(({ name }) => name),
    items: items.map(({ id }) => id),
    margin: numberOf('margin', flags.margin, 0.05, 0.001),
    maxTokens: numberOf('max-tokens', flags['max-tokens'], MOST_TOKENS, 1),
  };
}

/** Asks a model all items through all arms, and writes the report. Rows that were asked are kept, whatever happens. */
export async function askModel(command: 'quick' | 'suite', flags: Flags, say: (line: string) => void): Promise<Asked> {
  const isQuick = command === 'quick';
  const arms = armsNamed(flags.arms, isQuick ? [NONE, OURS] : ARMS);
  const items = itemsFor(flags, isQuick);
  const { provider, server } = await chooseProvider(
    { ...flags, provider: flags.provider ?? '', keyEnv: flags['key-env'] },
    process.env,
  );
  try {
    const limit = flags['max-cost'] === undefined ? undefined : numberOf('max-cost', flags['max-cost'], 0);
    if (limit !== undefined && !provider.price)
      throw new Error(`No price is known for ${provider.model}: --price says it, or leave out --max-cost`);
    if (!provider.price) say(`No price is known for ${provider.model}: money is counted in units of its input price.`);
    const plan = planOf(flags, provider, items, arms);
    const folder =
      flags.output ??
      join(
        'eval-runs',
        `${plan.started.slice(0, 19).replaceAll(':', '-')}-${provider.model.replace(/[^\w.-]+/g, '-')}`,
      );
    const file = openRun(join(folder, 'rows.jsonl'), plan, flags.resume);
    const before = file.known.reduce((sum, row) => sum + row.dollars, 0);
    const show = progressBar(process.stderr, { limit, isPriced: provider.price !== undefined });
    const temperature = flags.temperature === undefined ? undefined : numberOf('temperature', flags.temperature, 0);
    const { rows, stopped } = await runSuite({
      ...{ provider, items, arms, temperature, known: file.known, seed: plan.seed, maxTokens: plan.maxTokens },
      budget: createBudget(limit, before),
      parallel: numberOf('parallel', flags.parallel, 1, 1),
      onRow(row, progress) {
        file.add(row);
        show(progress);
      },
    });
    const analysis = analyse(file.plan, rows, arms, stopped);
    const problems = judgeRun(analysis);
    return { analysis, problems, files: writeRunReports(folder, analysis, problems) };
  } finally {
    await server?.close();
  }
}

/** Counts the rows of a run again, and writes its report anew. */
export function recount(path: string): Asked {
  if (!existsSync(path)) throw new Error(`There is no ${path}`);
  const { plan, rows } = readRun(path);
  const analysis = analyse(
    plan,
    rows,
    ALL_ARMS.filter(({ name }) => plan.arms.includes(name)),
  );
  const problems = judgeRun(analysis);
  return { analysis, problems, files: writeRunReports(dirname(path), analysis, problems) };
}
