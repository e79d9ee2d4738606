/** Shows how much is saved and what it costs: `npm run evals -- quick|suite|list|report`. */
import { parseArgs } from 'node:util';
import { figures, readBaseline, regressions, writeBaseline } from './baseline.js';
import { fixtureCases } from './cases/fixtures.js';
import { hasSharedBench } from './cases/shared-bench.js';
import { judge } from './judge.js';
import { methods } from './methods/index.js';
import { BAD_METHODS, keepOnlyNeedles } from './methods/self-test.js';
import { markdown } from './report/markdown.js';
import { summary, writeReports } from './report/write-reports.js';
import { LAST_TIER, type Results, runTasks, TASKS } from './tasks.js';

const USAGE = `Usage: npm run evals -- COMMAND
  quick                     facts of real tool outputs (tier 0)
  suite [--tier N]          everything up to tier N (default ${LAST_TIER}: all that needs no model)
  report                    the whole suite, written to docs/reports and the README
  list                      what is measured
  --ci                      the whole suite against apps/evals/baseline.json; exits 1 on a regression
Options: --json · --method NAME (quick, suite: judge one method) · --update-baseline (report)`;

const say = (line: string) => process.stderr.write(`${line}\n`);

function fail(problems: readonly string[]): void {
  for (const problem of problems) say(`FAILED ${problem}`);
  if (problems.length > 0) process.exitCode = 1;
}

function methodNamed(name: string | undefined) {
  if (name === undefined) return undefined;
  const all = [...methods, ...BAD_METHODS, keepOnlyNeedles(fixtureCases())];
  const found = all.find((method) => method.name === name);
  if (!found) throw new Error(`No method ${name}; there are ${all.map((method) => method.name).join(', ')}`);
  return found;
}

function show(results: Results, json: boolean): void {
  console.log(json ? JSON.stringify(summary(results), undefined, 2) : markdown(results));
}

function compare(results: Results): void {
  const baseline = readBaseline();
  const worse = regressions(baseline, figures(results));
  if (worse.length === 0) console.log(`No regression in ${Object.keys(baseline).length} figures.`);
  fail(worse);
}

function list(): void {
  for (const task of TASKS) console.log(`tier ${task.tier}  ${task.name.padEnd(12)} ${task.title}`);
  console.log(`tier ${LAST_TIER + 1}+ need a language model: none yet (see apps/evals/src/model.ts)`);
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      tier: { type: 'string' },
      ci: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      method: { type: 'string' },
      'update-baseline': { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const command = positionals[0] ?? (values.ci ? 'suite' : undefined);
  if (values.help || command === undefined || !['quick', 'suite', 'list', 'report'].includes(command)) {
    console.log(USAGE);
    process.exitCode = values.help ? 0 : 2;
    return;
  }
  if (command === 'list') return list();
  const tier = command === 'quick' ? 0 : Number(values.tier ?? LAST_TIER);
  if (!Number.isInteger(tier) || tier < 0) throw new Error('--tier takes a number from 0');
  if (tier > LAST_TIER) say(`No task of tier ${LAST_TIER + 1} or higher yet: they need a language model.`);
  if (!hasSharedBench()) say('The recorded tool outputs are not beside this repository: skipped.');
  const results = await runTasks(tier, { only: methodNamed(values.method) }, say);
  if (command === 'report') for (const path of writeReports(results)) console.log(`wrote ${path}`);
  else show(results, values.json);
  if (values['update-baseline']) writeBaseline(figures(results));
  fail(judge(results));
  if (values.ci) compare(results);
}

await main().catch((error: unknown) => {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
});
