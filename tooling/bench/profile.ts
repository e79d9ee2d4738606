import { existsSync, readFileSync } from 'node:fs';
import type { Profiler } from 'node:inspector';
import { Session } from 'node:inspector/promises';
import { fileURLToPath } from 'node:url';
import { compressOnce } from './measure.js';
import type { Scenario } from './scenarios.js';

/** A function that costs time. */
export interface HotFunction {
  readonly name: string;
  /** The source file, as the bundler noted it. */
  readonly file: string;
  /** Percent of all samples spent in the function itself. */
  readonly own: number;
  /** Percent of all samples spent in it and in what it calls. */
  readonly total: number;
}

export interface Profile {
  /** By own time. */
  readonly own: readonly HotFunction[];
  /** Functions of this project by the time of all they call. */
  readonly total: readonly HotFunction[];
}

const chunks = new Map<string, string[]>();

/** Which source a line of the built package comes from: the bundler writes `// src/…` before each file. */
export function sourceOf(url: string, line: number): string {
  if (url === '') return 'the engine';
  if (!url.startsWith('file://') || !url.includes('/packages/core/')) return url.split('/').slice(-2).join('/');
  const path = fileURLToPath(url);
  const lines = chunks.get(path) ?? (existsSync(path) ? readFileSync(path, 'utf8').split('\n') : []);
  chunks.set(path, lines);
  for (let at = line; at >= 0; at--) if (lines[at]?.startsWith('// src/')) return lines[at]?.slice(3) ?? '';
  return path.split('/').slice(-2).join('/');
}

interface Sums {
  readonly name: string;
  readonly file: string;
  own: number;
  total: number;
}

type Node = Profiler.ProfileNode;

/** Walks the tree of calls; recursion counts once. Returns the samples below a node. */
function walk(
  node: Node,
  nodes: ReadonlyMap<number, Node>,
  open: ReadonlySet<string>,
  sums: Map<string, Sums>,
): number {
  const { callFrame, hitCount = 0, children = [] } = node;
  const name = callFrame.functionName || '(anonymous)';
  if (name === '(idle)' || name === '(program)') return 0;
  const file = sourceOf(callFrame.url, callFrame.lineNumber);
  const key = `${file} ${name}`;
  const inside = new Set(open).add(key);
  const below = children.reduce((sum, id) => sum + walk(nodes.get(id) as Node, nodes, inside, sums), 0);
  const sum = sums.get(key) ?? { name, file, own: 0, total: 0 };
  sum.own += hitCount;
  if (!open.has(key)) sum.total += hitCount + below;
  sums.set(key, sum);
  return hitCount + below;
}

/** Compresses some requests under the sampling profiler. */
export async function sampled(inputs: readonly ReturnType<Scenario['make']>[]): Promise<Profiler.Profile> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: 100 });
  await session.post('Profiler.start');
  for (const messages of inputs) await compressOnce(messages);
  const { profile: tree } = await session.post('Profiler.stop');
  session.disconnect();
  return tree;
}

/** What new texts of a scenario cost, function by function. */
export async function profile(scenario: Scenario, seeds: readonly number[]): Promise<Profile> {
  const tree = await sampled(seeds.map((seed) => scenario.make(seed)));
  const sums = new Map<string, Sums>();
  const nodes = new Map(tree.nodes.map((node) => [node.id, node]));
  const all = walk(tree.nodes[0] as Node, nodes, new Set(), sums);
  const shares = [...sums.values()].map((sum) => ({
    ...sum,
    own: (100 * sum.own) / all,
    total: (100 * sum.total) / all,
  }));
  const inside = shares.filter(
    ({ file, name }) => /^src\/(?:compressors|reading|passes|tokens|ccr|edit)\//.test(file) && name !== 'run',
  );
  return {
    own: [...shares].sort((a, b) => b.own - a.own).slice(0, 5),
    total: inside.sort((a, b) => b.total - a.total).slice(0, 8),
  };
}
