/**
 * Fits the weights of learned importance: `npm run importance [-- sessions.jsonl.gz ...]`. A sample is a result that stands in a
 * recorded session when an assistant answers; it counts as used when a later answer uses something that it could last have read there.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { planOf } from '../../apps/evals/src/support/plan.js';
import { ownRecordings, type Recording, sharedRecordings } from '../../apps/evals/src/support/recording.js';
import { openaiChat } from '../../packages/core/src/formats/openai-chat.js';
import { likelihood } from '../../packages/core/src/importance/importance.js';
import { SIGNALS, type Signals, type Standing, signalsOf } from '../../packages/core/src/importance/signals.js';
import type { Block } from '../../packages/core/src/model/block.js';
import { bm25 } from '../../packages/core/src/reading/bm25.js';

interface Sample {
  readonly session: string;
  readonly signals: Signals;
  readonly isUsed: boolean;
}
interface Moment {
  readonly results: readonly Standing[];
  readonly upToNow: readonly Block[];
  readonly query: string;
  readonly signals: readonly Signals[];
  /** Messages of which one is enough, for each later need. */
  readonly needs: readonly (readonly number[])[];
}

const size = (text: string) => Math.ceil(text.length / 4);
const RIDGE = 3;
const ROUNDS = 60;

function momentsOf(recording: Recording): Moment[] {
  const messages = [...recording.messages];
  const blocks = [...openaiChat.blocks(messages)];
  const plan = planOf(recording);
  const moments: Moment[] = [];
  for (const [i, { end }] of plan.entries()) {
    if (i % 3 !== 2) continue;
    const upToNow = blocks.filter(({ turn }) => turn < end);
    const results = upToNow
      .filter(({ role, text }) => role === 'tool' && size(text) >= 250)
      .map((block) => ({ block, size: size(block.text) }));
    // The newest are not candidates: an answer to them is just due.
    const old = results.filter(({ block }) => block.turn < end - 1);
    if (old.length === 0) continue;
    const needs = plan
      .slice(i)
      .flatMap((step) => step.needs.map(({ sources }) => sources.filter((at) => at < end)))
      .filter((sources) => sources.length > 0);
    const query = upToNow.at(-1)?.query ?? '';
    moments.push({ results: old, upToNow, query, signals: signalsOf(old, upToNow, query), needs });
  }
  return moments;
}

const samplesOf = (session: string, moments: readonly Moment[]): Sample[] =>
  moments.flatMap(({ results, signals, needs }) => {
    const last = new Set(needs.map((sources) => Math.max(...sources)));
    return results.map(({ block }, i) => ({ session, signals: signals[i]!, isUsed: last.has(block.turn) }));
  });

/** Logistic regression by Newton's steps with a ridge; every session weighs the same. */
function fit(samples: readonly Sample[]): Record<string, number> {
  const names = ['always', ...SIGNALS] as const;
  const row = ({ signals }: Sample) => names.map((name) => (name === 'always' ? 1 : signals[name]));
  const count = new Map<string, number>();
  for (const { session } of samples) count.set(session, (count.get(session) ?? 0) + 1);
  const mean = samples.length / count.size;
  let weights = names.map(() => 0);
  for (let round = 0; round < ROUNDS; round++) {
    const gradient = names.map((_, j) => (j === 0 ? 0 : -RIDGE * weights[j]!));
    const hessian = names.map((_, j) => names.map((__, k) => (j === k && j > 0 ? RIDGE : 0)));
    for (const sample of samples) {
      const x = row(sample);
      const p = 1 / (1 + Math.exp(-x.reduce((sum, v, j) => sum + v * weights[j]!, 0)));
      const share = mean / count.get(sample.session)!;
      for (const [j, v] of x.entries()) {
        gradient[j]! += share * ((sample.isUsed ? 1 : 0) - p) * v;
        for (const [k, w] of x.entries()) hessian[j]![k]! += share * p * (1 - p) * v * w;
      }
    }
    const step = solve(hessian, gradient);
    weights = weights.map((w, j) => w + step[j]!);
    if (Math.max(...step.map(Math.abs)) < 1e-6) break;
  }
  return Object.fromEntries(names.map((name, j) => [name, Math.round(weights[j]! * 1000) / 1000]));
}

function solve(matrix: number[][], right: number[]): number[] {
  const a = matrix.map((line, i) => [...line, right[i]!]);
  for (let i = 0; i < a.length; i++) {
    const pivot = a.slice(i).reduce((best, line, k) => (Math.abs(line[i]!) > Math.abs(a[best]![i]!) ? i + k : best), i);
    [a[i], a[pivot]] = [a[pivot]!, a[i]!];
    for (let k = 0; k < a.length; k++) {
      if (k === i) continue;
      const factor = a[k]![i]! / (a[i]![i]! || 1e-12);
      for (let j = i; j <= a.length; j++) a[k]![j]! -= factor * a[i]![j]!;
    }
  }
  return a.map((line, i) => line.at(-1)! / (line[i]! || 1e-12));
}

type Value = (moment: Moment) => number[];

/** The share of later needs that are still met when a share of the tokens goes, least valuable first. */
function kept(moments: readonly Moment[], value: Value, share: number): [number, number] {
  let met = 0;
  let all = 0;
  for (const moment of moments) {
    const values = value(moment);
    const order = moment.results.map((one, i) => ({ ...one, value: values[i]! })).sort((a, b) => a.value - b.value);
    const gone = new Set<number>();
    let room = order.reduce((sum, { size }) => sum + size, 0) * share;
    for (const { block, size } of order) {
      if (room <= 0) break;
      gone.add(block.turn);
      room -= size;
    }
    for (const sources of moment.needs) {
      all++;
      if (sources.some((at) => !gone.has(at))) met++;
    }
  }
  return [met, all];
}

const byRule: Value = ({ results, upToNow, query }) => {
  const fits = bm25(
    query,
    results.map(({ block }) => block.text.slice(0, 20_000)),
  );
  const best = Math.max(1e-9, ...fits);
  const now = upToNow.at(-1)!.turn;
  return results.map(
    ({ block }, i) =>
      2 ** (-(now - block.turn) / 12) +
      fits[i]! / best +
      (/\b(?:error|failed|fatal|panic)\b/i.test(block.text) ? 0.3 : 0),
  );
};
const byAge: Value = ({ results }) => results.map(({ block }) => block.turn);
const bySize: Value = ({ results }) => results.map(({ size }) => -size);
const learned =
  (weights: Record<string, number>, perToken: number): Value =>
  ({ results, signals }) =>
    signals.map((one, i) => likelihood(one, weights) / results[i]!.size ** perToken);

const files = process.argv.slice(2);
const given = files.flatMap((file) =>
  gunzipSync(readFileSync(file))
    .toString('utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Recording),
);
const recordings = [...ownRecordings(), ...(sharedRecordings() ?? []), ...given];
const moments = new Map(recordings.map((one) => [one.id, momentsOf(one)]));
const samples = new Map([...moments].map(([id, of]) => [id, samplesOf(id, of)]));
const all = [...samples.values()].flat();
console.log(`${recordings.length} sessions, ${all.length} samples, ${all.filter(({ isUsed }) => isUsed).length} used`);

// Each session is judged by weights fitted on the others.
const without = new Map([...samples.keys()].map((id) => [id, fit(all.filter(({ session }) => session !== id))]));
const ways: [string, (id: string) => Value][] = [
  ['oldest first', () => byAge],
  ['largest first', () => bySize],
  ['rule: age, question, errors', () => byRule],
  ['learned', (id) => learned(without.get(id)!, 0)],
  ['learned, per token^0.5', (id) => learned(without.get(id)!, 0.5)],
  ['learned, per token', (id) => learned(without.get(id)!, 1)],
];
for (const [name, of] of ways) {
  const cells = [0.3, 0.5, 0.7].map((share) => {
    const parts = [...moments].map(([id, list]) => kept(list, of(id), share)).filter(([, n]) => n > 0);
    const sum = parts.reduce(([a, b], [c, d]) => [a + c, b + d], [0, 0]);
    const mean = parts.reduce((total, [met, n]) => total + met / n, 0) / parts.length;
    return `${((100 * sum[0]) / sum[1]).toFixed(1)} (${(100 * mean).toFixed(1)})`;
  });
  console.log(`${name.padEnd(30)} ${cells.join('   ')}`);
}
const weights = fit(all);
console.log(weights);
const lines = Object.entries(weights).map(([name, weight]) => `  ${name}: ${weight},`);
writeFileSync(
  new URL('../../packages/core/src/importance/weights.ts', import.meta.url),
  `import type { SIGNALS } from './signals.js';

/** Made by \`npm run importance\`. Do not edit by hand. */
export const WEIGHTS: Readonly<Record<(typeof SIGNALS)[number] | 'always', number>> = {
${lines.join('\n')}
};
`,
);
