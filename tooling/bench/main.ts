/**
 * Measures speed: `npm run bench [-- --json | --report | --profile | --only PART | --quick]`. With `--ci` only ratios, which fail
 * when one is a fifth (or `--most TIMES`) above what `budget/baseline.json` notes; `--update-baseline` notes them anew.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { MOST } from './budget/budget.js';
import { checkBaseline, updateBaseline } from './budget/main.js';
import { coldStarts, programTimes } from './cold/cold.js';
import { recordedCold } from './cold/recorded-cold.js';
import { growths } from './growth/growth.js';
import { compressOnce, limitsOf, type Measure, measure } from './measure.js';
import { peerCosts } from './peers.js';
import { type Profile, profile } from './profile.js';
import { hasRecorded, recorded } from './recorded.js';
import { type BenchResults, benchReport } from './report.js';
import { SCENARIOS, type Scenario } from './scenarios.js';
import { stagesOf } from './stages.js';
import { turnCost } from './turns.js';

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    report: { type: 'boolean', default: false },
    profile: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    ci: { type: 'boolean', default: false },
    most: { type: 'string', default: String(MOST) },
    'update-baseline': { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
  },
});

if (values['update-baseline']) await updateBaseline();
if (values.ci || values['update-baseline']) process.exit((await checkBaseline(Number(values.most))) ? 0 : 1);

const seedsFrom = (start: number, count: number) => Array.from({ length: count }, (_, i) => start + i);
const chosen = SCENARIOS.filter(({ name }) => name.includes(values.only));

const WARM_MS = 500;

/** Compiles the hot paths on texts that are not measured: at least two of a scenario, and for about half a second. */
async function warmUp(scenarios: readonly Scenario[]): Promise<void> {
  for (const scenario of scenarios) {
    const start = performance.now();
    for (let seed = 9000; seed < 9002 || (seed < 9020 && performance.now() - start < WARM_MS); seed++) {
      const messages = scenario.make(seed);
      await compressOnce(messages);
      limitsOf(messages);
    }
  }
}

const scenarioOf = ({ name }: Measure) => SCENARIOS.find((one) => one.name === name) as Scenario;

async function profileSlowest(measures: readonly Measure[]): Promise<BenchResults['hot']> {
  const slow = [...measures].sort((a, b) => b.multiple - a.multiple).slice(0, 8);
  const hot: { name: string; profile: Profile }[] = [];
  for (const one of slow)
    hot.push({
      name: `${one.name}, ${one.multiple.toFixed(2)}x`,
      profile: await profile(scenarioOf(one), seedsFrom(5000, 6)),
    });
  return hot;
}

async function stagesOfAll(measures: readonly Measure[]): Promise<BenchResults['stages']> {
  const found: BenchResults['stages'][number][] = [];
  for (const one of measures) found.push(await stagesOf(scenarioOf(one), one, seedsFrom(6000, 15)));
  return found;
}

const whole = values.only === '';
const rounds = values.quick ? 3 : 7;
const cold = {
  starts: whole ? coldStarts(rounds) : [],
  programs: whole ? programTimes(rounds) : [],
  ...(whole && hasRecorded() ? { recorded: recordedCold(3) } : {}),
};
await warmUp(chosen);
const scenarios: Measure[] = [];
for (const scenario of chosen) scenarios.push(await measure(scenario, seedsFrom(100, values.quick ? 3 : 9)));
const results: BenchResults = {
  scenarios,
  turns: whole
    ? [
        await turnCost(10, seedsFrom(300, 4)),
        await turnCost(25, seedsFrom(310, 4)),
        await turnCost(50, seedsFrom(320, 4)),
        await turnCost(100, seedsFrom(330, 2)),
        ...(values.quick ? [] : [await turnCost(1000, seedsFrom(340, 1))]),
      ]
    : [],
  cold,
  peers: whole ? await peerCosts(values.quick ? 2 : 7) : [],
  growths: whole && !values.quick ? growths() : [],
  recorded: whole && hasRecorded() ? await recorded() : [],
  stages: values.quick ? [] : await stagesOfAll(scenarios),
  hot: values.profile ? await profileSlowest(scenarios) : [],
};
console.log(values.json ? JSON.stringify(results, undefined, 2) : benchReport(results));
if (values.report) {
  const folder = new URL('../../docs/reports/', import.meta.url);
  mkdirSync(folder, { recursive: true });
  writeFileSync(new URL('bench.md', folder), benchReport(results));
  process.stderr.write('wrote docs/reports/bench.md\n');
}
