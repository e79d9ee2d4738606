import { limitsOf, type Measure } from './measure.js';
import { sampled, sourceOf } from './profile.js';
import type { Scenario } from './scenarios.js';

/** What a piece of work is done for. */
export type Stage = 'counting' | 'reading' | 'guard' | 'hash' | 'choosing' | 'kind' | 'house' | 'collector';

/** Outermost first: what the guard or a count calls is theirs. */
const STAGES: readonly (readonly [Stage, RegExp])[] = [
  ['counting', /^src\/tokens\//],
  ['guard', /^src\/pipeline\/guard\//],
  ['hash', /^src\/ccr\/hash/],
];
const PLACES: readonly (readonly [Stage, RegExp])[] = [
  ['reading', /^src\/reading\//],
  ['choosing', /^src\/(?:units|question)\//],
  ['kind', /^src\/(?:compressors|packs)\//],
  ['house', /^src\//],
];

/**
 * What is asked of every text whatever is made of it: it is counted before and after, read once, hashed for its marker, and what must
 * survive is looked up in what is left.
 */
export const FLOOR: readonly Stage[] = ['counting', 'reading', 'guard', 'hash'];

/** How often the published limit each stage of a scenario takes. */
export interface Stages {
  readonly name: string;
  readonly multiples: ReadonlyMap<Stage, number>;
}

function stageOf(sources: readonly string[]): Stage | undefined {
  for (const [stage, place] of STAGES) if (sources.some((source) => place.test(source))) return stage;
  for (const source of sources) for (const [stage, place] of PLACES) if (place.test(source)) return stage;
  return undefined;
}

/** Compresses new texts of a scenario under the sampling profiler, and spreads what was measured without it over the stages. */
export async function stagesOf(
  scenario: Scenario,
  { name, publishedMultiple }: Measure,
  seeds: readonly number[],
): Promise<Stages> {
  const inputs = seeds.map((seed) => scenario.make(seed));
  for (const messages of inputs) limitsOf(messages);
  const profile = await sampled(inputs);
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const above = new Map(
    profile.nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id] as const)),
  );
  const spent = new Map<Stage, number>();
  for (const { id, callFrame, hitCount = 0 } of profile.nodes) {
    const sources: string[] = [];
    for (let at: number | undefined = id; at !== undefined; at = above.get(at)) {
      const { url = '', lineNumber = 0 } = nodes.get(at)?.callFrame ?? {};
      sources.push(sourceOf(url, lineNumber));
    }
    const stage = callFrame.functionName === '(garbage collector)' ? 'collector' : stageOf(sources);
    if (stage) spent.set(stage, (spent.get(stage) ?? 0) + hitCount);
  }
  const all = [...spent.values()].reduce((sum, hits) => sum + hits, 0);
  return { name, multiples: new Map([...spent].map(([stage, hits]) => [stage, (publishedMultiple * hits) / all])) };
}
