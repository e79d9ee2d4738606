/**
 * Fits the weights of learned importance: `npm run importance [-- --write] [sessions.jsonl.gz ...]`. A sample is a result that stands
 * in a recorded session when an assistant answers; it counts as used when the rest of the session needs something that it could last
 * have read there. Prints what is still met when room is made, each session judged by weights fitted on the others.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { ownRecordings, type Recording, sharedRecordings } from '../../apps/evals/src/support/recording.js';
import { SIGNALS } from '../../packages/core/src/importance/signals.js';
import { fitLogistic, type Sample } from './logistic.js';
import { type Moment, momentsOf } from './moments.js';
import { byAge, byLikelihood, byRule, bySize, keptBy, type Way } from './ways.js';

const SHARES = [0.3, 0.5, 0.7];
const { values, positionals } = parseArgs({
  options: { write: { type: 'boolean', default: false } },
  allowPositionals: true,
});

const readSessions = (file: string) =>
  gunzipSync(readFileSync(file))
    .toString('utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Recording);

function samplesOf(group: string, moments: readonly Moment[]): Sample<(typeof SIGNALS)[number]>[] {
  return moments.flatMap(({ results, signals, needs }) => {
    const used = new Set(needs.map((sources) => Math.max(...sources)));
    return results.map(({ block }, i) => ({ group, signals: signals[i]!, isTrue: used.has(block.turn) }));
  });
}

/** The share of all needs that are met, and the mean by session, for each share of the tokens that goes. */
function rowOf(
  name: string,
  wayOf: (session: string) => Way,
  sessions: ReadonlyMap<string, readonly Moment[]>,
): string {
  const cells = SHARES.map((share) => {
    const parts = [...sessions].map(([id, moments]) => keptBy(wayOf(id), moments, share)).filter(([, all]) => all > 0);
    const met = parts.reduce((sum, [one]) => sum + one, 0) / parts.reduce((sum, [, all]) => sum + all, 0);
    const mean = parts.reduce((sum, [one, all]) => sum + one / all, 0) / parts.length;
    return `${(100 * met).toFixed(1)} (${(100 * mean).toFixed(1)})`;
  });
  return `${name.padEnd(28)} ${cells.join('   ')}`;
}

const recordings = [...ownRecordings(), ...(sharedRecordings() ?? []), ...positionals.flatMap(readSessions)];
const sessions = new Map(recordings.map((one) => [one.id, momentsOf(one)]));
const samples = [...sessions].flatMap(([id, moments]) => samplesOf(id, moments));
const fitted = new Map(
  [...sessions.keys()].map((id) => [
    id,
    fitLogistic(
      SIGNALS,
      samples.filter(({ group }) => group !== id),
    ),
  ]),
);
console.log(
  `${sessions.size} sessions, ${samples.length} samples, ${samples.filter(({ isTrue }) => isTrue).length} used`,
);
console.log(rowOf('oldest first', () => byAge, sessions));
console.log(rowOf('largest first', () => bySize, sessions));
console.log(rowOf('age, question, errors', () => byRule, sessions));
for (const [name, perToken] of [
  ['likelihood', 0],
  ['likelihood by token', 1],
] as const)
  console.log(rowOf(name, (id) => byLikelihood(fitted.get(id)!, perToken), sessions));

const lines = Object.entries(fitLogistic(SIGNALS, samples)).map(([name, weight]) => `  ${name}: ${weight.toFixed(3)},`);
console.log(lines.join('\n'));
if (values.write) {
  const path = new URL('../../packages/core/src/importance/weights.ts', import.meta.url);
  const before = readFileSync(path, 'utf8');
  writeFileSync(path, before.replace(/(WEIGHTS: Weights = \{\n)[^}]*/, `$1${lines.join('\n')}\n`));
}
