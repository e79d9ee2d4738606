import { findTerms } from './find-terms.js';
import type { Plan } from './plan.js';
import { printPlan } from './print.js';
import type { Question } from './question.js';
import type { View } from './view.js';

/** A value at the end of a path through objects and lists that are not tables. */
interface Leaf {
  readonly plan: Plan;
  readonly path: readonly string[];
  readonly size: number;
  readonly text: string;
}

/** What of a tree of objects is not shown. */
export interface TrimmedTree {
  readonly hidden: ReadonlySet<Plan>;
  readonly summary: string;
}

const IDENTITY = /^(?:name|id|key|version|status|state|phase|type|kind|title|severity|level|message|error|reason)$/i;
const FAULT = /"?\b(?:error|fatal|failed|failure|critical|panic|unhealthy|crashloopbackoff)\b/i;
const MIN_LEAVES = 8;
const SHALLOW = 2;
const SHORT = 160;

/**
 * Chooses which values of a deep, uneven object to show within so many characters: what the question is about, what stands at the
 * top, what tells siblings apart, faults, and then from the top down as far as the room goes.
 */
export function trimTree(plan: Plan, view: View, question: Question, room: number): TrimmedTree | undefined {
  if (countLeaves(plan) < MIN_LEAVES) return undefined;
  const leaves: Leaf[] = [];
  collect(plan, [], view, leaves);
  const whole = leaves.reduce((sum, { size }) => sum + size, 0);
  const largest = leaves.reduce((most, { size }) => Math.max(most, size), 0);
  // One value that alone fills the room is no tree; hiding it would hide everything.
  if (whole <= room || largest > room) return undefined;
  const scores = scoreLeaves(leaves, question);
  const best = scores.reduce((a, b) => Math.max(a, b), 0);
  const kept = new Set<Leaf>();
  let left = room;
  const take = (leaf: Leaf, most: number): void => {
    if (kept.has(leaf) || leaf.size > Math.min(left, most)) return;
    kept.add(leaf);
    left -= leaf.size;
  };
  // Tables and lists near the top have had their own share of the budget already.
  for (const leaf of leaves) if (leaf.plan.kind !== 'inline' && leaf.path.length <= SHALLOW) take(leaf, room);
  const deepest = leaves.reduce((deep, leaf) => (leaf.path.length > deep.path.length ? leaf : deep));
  take(deepest, room * 0.2);
  const byScore = leaves.map((leaf, i) => ({ leaf, score: scores[i] ?? 0 })).sort((a, b) => b.score - a.score);
  for (const { leaf, score } of byScore) if (score > 0 && score >= best * 0.6) take(leaf, Number.POSITIVE_INFINITY);
  for (const leaf of leaves) if (leaf.path.length <= SHALLOW && leaf.size <= SHORT) take(leaf, room * 0.2);
  for (const leaf of leaves) if (FAULT.test(leaf.text) && leaf.size <= SHORT * 4) take(leaf, room * 0.2);
  for (const { leaf, score } of byScore) if (score > 0) take(leaf, room * 0.2);
  for (const leaf of leaves) if (IDENTITY.test(leaf.path.at(-1) ?? '') && leaf.size <= SHORT) take(leaf, room * 0.1);
  const byDepth = [...leaves].sort((a, b) => a.path.length - b.path.length);
  for (const leaf of byDepth) take(leaf, room * 0.1);
  const hidden = new Set<Plan>();
  for (const leaf of leaves) if (!kept.has(leaf)) hidden.add(leaf.plan);
  hideEmpty(plan, hidden);
  return { hidden, summary: `${leaves.length - kept.size} of ${leaves.length} values of the object` };
}

function countLeaves(plan: Plan): number {
  if (plan.kind === 'entries') return plan.entries.reduce((sum, entry) => sum + countLeaves(entry.plan), 0);
  return plan.kind === 'items' ? plan.items.reduce((sum, item) => sum + countLeaves(item), 0) : 1;
}

function collect(plan: Plan, path: readonly string[], view: View, leaves: Leaf[]): void {
  if (plan.kind === 'entries') {
    for (const entry of plan.entries) collect(entry.plan, [...path, ...entry.path], view, leaves);
  } else if (plan.kind === 'items') {
    for (const [i, item] of plan.items.entries()) collect(item, [...path, String(i + 1)], view, leaves);
  } else {
    const text = printPlan(plan, '', view).join('\n');
    leaves.push({ plan, path, text, size: text.length + (path.at(-1)?.length ?? 0) + 2 * path.length + 2 });
  }
}

/** Terms weigh by how few values have them, in their path or in themselves; values of a field the question is about count too. */
function scoreLeaves(leaves: readonly Leaf[], question: Question): number[] {
  const texts = leaves.map(({ path, text }) => `${path.join(' ')} ${text}`.replaceAll('\n', ' '));
  const scores = leaves.map(() => 0);
  const add = (rows: readonly number[], weight: number): void => {
    if (rows.length === 0 || rows.length > leaves.length * 0.6) return;
    const worth = weight * Math.log(1 + leaves.length / rows.length);
    for (const row of rows) scores[row] = (scores[row] ?? 0) + worth;
  };
  const terms = question.terms.filter(({ negated }) => !negated);
  for (const [t, rows] of findTerms(texts, terms).entries()) add(rows, terms[t]?.weight ?? 0);
  add(
    leaves.flatMap(({ path }, i) => (question.about(path.slice(-1)) ? [i] : [])),
    0.7,
  );
  return scores;
}

/** An object or list of which nothing is shown is hidden as a whole. */
function hideEmpty(plan: Plan, hidden: Set<Plan>): boolean {
  if (plan.kind !== 'entries' && plan.kind !== 'items') return hidden.has(plan);
  const inner = plan.kind === 'entries' ? plan.entries.map((entry) => entry.plan) : plan.items;
  const empty = inner.map((child) => hideEmpty(child, hidden)).every(Boolean);
  if (empty) hidden.add(plan);
  return empty;
}
