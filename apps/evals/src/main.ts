/** Shows how much is saved and what it costs: `npm run evals -- quick|suite|list|report|fetch`. */
import { type Asked, askModel, recount } from './ask-model.js';
import { type Baseline, figures, readBaseline, regressions, writeBaseline } from './baseline.js';
import { fixtureCases } from './cases/fixtures.js';
import { hasSharedBench } from './cases/shared-bench.js';
import { fetchData } from './items/data-sets.js';
import { SOURCES } from './items/index.js';
import { judge } from './judge.js';
import { methods } from './methods/index.js';
import { BAD_METHODS, keepOnlyNeedles } from './methods/self-test.js';
import { type Flags, parseFlags, USAGE } from './options.js';
import { inBrief } from './paired-report/texts.js';
import { readPublished } from './published/published.js';
import { markdown } from './report/markdown.js';
import { summary, writeReports } from './report/write-reports.js';
import { type ScriptedRuns, scriptedRuns } from './scripted-figures.js';
import { LAST_TIER, type Results, runTasks, TASKS } from './tasks.js';

const COMMANDS = ['quick', 'suite', 'list', 'report', 'fetch'];

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

function compare(now: Baseline): void {
  const baseline = readBaseline();
  const worse = regressions(baseline, now);
  if (worse.length === 0) console.log(`No regression in ${Object.keys(baseline).length} figures.`);
  fail(worse);
}

function list(): void {
  for (const { tier, name, title } of TASKS) console.log(`tier ${tier}  ${name.padEnd(13)} ${title}`);
  console.log('\nWith a model (--provider):');
  for (const { tier, name, title, data, needs } of SOURCES)
    console.log(
      `tier ${tier}  ${name.padEnd(13)} ${title}\n${' '.repeat(22)}data: ${data}${needs === undefined ? '' : `\n${' '.repeat(22)}needs ${needs}`}`,
    );
}

/** What a run with a model says, in brief; its report has the rest. */
function tell({ analysis, problems, files }: Asked, json: boolean): void {
  if (json) console.log(JSON.stringify({ problems, ...analysis }, undefined, 2));
  else {
    console.log(inBrief(analysis));
    for (const path of files) console.log(`wrote ${path}`);
  }
  if (analysis.stopped !== undefined) say(`Stopped early: ${analysis.stopped}`);
  fail(problems);
}

async function runScripted(plant: string | undefined): Promise<ScriptedRuns> {
  const start = performance.now();
  const scripted = await scriptedRuns(plant);
  say(`scripted runs over ${scripted.runs.length} wires: ${((performance.now() - start) / 1000).toFixed(1)} s`);
  fail(scripted.runs.flatMap(({ wire, problems }) => problems.map((problem) => `${wire}: ${problem}`)));
  return scripted;
}

async function withoutModel(command: string, flags: Flags): Promise<void> {
  const tier = command === 'quick' ? 0 : Number(flags.tier ?? LAST_TIER);
  if (!Number.isInteger(tier) || tier < 0) throw new Error('--tier takes a number from 0');
  if (tier > LAST_TIER) say(`Tiers from ${LAST_TIER + 1} on need a model: not run here (--provider).`);
  if (!hasSharedBench()) say('The recorded tool outputs are not beside this repository: skipped.');
  const published = flags.published === undefined ? undefined : readPublished(flags.published);
  const results = {
    ...(await runTasks(tier, { only: methodNamed(flags.method) }, say)),
    ...(published && { published }),
  };
  const scripted = flags.ci || flags['update-baseline'] ? await runScripted(flags.plant) : undefined;
  if (command === 'report') for (const path of writeReports(results)) console.log(`wrote ${path}`);
  else show(results, flags.json);
  const now = { ...figures(results), ...scripted?.figures };
  if (flags['update-baseline']) writeBaseline(now);
  fail(judge(results));
  if (flags.ci) compare(now);
}

async function main(): Promise<void> {
  const { values: flags, positionals } = parseFlags();
  const command = positionals[0] ?? (flags.ci ? 'suite' : undefined);
  if (flags.help || command === undefined || !COMMANDS.includes(command)) {
    console.log(USAGE);
    process.exitCode = flags.help ? 0 : 2;
    return;
  }
  if (command === 'list') return list();
  if (command === 'fetch') return fetchData(positionals.slice(1), flags.data, say);
  if (command === 'report' && flags.rows !== undefined) return tell(recount(flags.rows), flags.json);
  if (flags.provider === undefined || command === 'report') return withoutModel(command, flags);
  tell(await askModel(command === 'quick' ? 'quick' : 'suite', flags, say), flags.json);
}

await main().catch((error: unknown) => {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
});
