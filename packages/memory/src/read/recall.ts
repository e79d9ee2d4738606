import type { TokenCounter } from '@headroom/core';
import type { Embedder } from '../embed/embedder.js';
import { fused } from '../embed/fuse.js';
import { checkedCount, checkedTags, checkedTime } from '../model/checks.js';
import type { RecallOptions, Recollection } from '../model/memory.js';
import { checkScope } from '../model/scope.js';
import type { MemoryStore, MemoryView, StoredRecord } from '../model/store.js';
import { pack } from '../pack/pack.js';
import { Gathering } from '../rank/gather.js';
import { readQuestion } from '../rank/question.js';
import { rank } from '../rank/rank.js';
import type { Scored } from '../rank/score.js';
import { readTimes } from '../rank/times.js';
import { WEIGHTS, type Weights } from '../rank/weights.js';
import { hasTags, holdsAt, holdsNow } from './list.js';
import { type Seen, seenScopes } from './seen-scopes.js';

/** What a recall goes by, beside its options. */
export interface Reader {
  readonly store: MemoryStore;
  readonly tenant: string;
  readonly counter: TokenCounter;
  now(): number;
  readonly embedder: Embedder | undefined;
  /** The time that is asked about, when it is not now. */
  readonly at?: number | undefined;
  /** What the ranking goes by, where other weights than those that ship are measured. */
  readonly weights?: Weights;
}

export const NOTHING: Recollection = { text: '', tokens: 0, records: [], found: 0 };

export async function recall(reader: Reader, options: RecallOptions): Promise<Recollection> {
  const { scope, budget = 1024, limit = 1000, within = false, fill = false } = options;
  checkScope(scope);
  checkedCount(budget, 'budget');
  checkedCount(limit, 'limit');
  const tags = checkedTags(options.tags ?? []);
  const except = new Set(options.exceptConversations ?? []);
  const question = readQuestion(String(options.question));
  const { at, weights = WEIGHTS } = reader;
  const now = reader.now();
  const fits = (record: StoredRecord) =>
    (at === undefined ? holdsNow(record, now) : holdsAt(record, at)) &&
    hasTags(record, tags) &&
    !(record.kind === 'turn' && record.source.conversation !== undefined && except.has(record.source.conversation));
  // By the day: the same question gives the same text until it is another day, and only where it names a time.
  const askedAt = options.askedAt === undefined ? startOfDay(at ?? now) : checkedTime(options.askedAt, 'askedAt');
  const times = readTimes(question.text, askedAt);
  // What held once has no vector: it is found by its words.
  const vector = at === undefined ? (await reader.embedder?.vectors([question.text]))?.[0] : undefined;
  if (question.terms.length === 0 && !vector && !fill) return NOTHING;
  return reader.store.read(async (view) => {
    const seen = await seenScopes(view, reader.tenant, scope, within);
    const gathering = new Gathering(view, seen, at !== undefined, fits);
    const { ranked, found } = await rank(view, gathering, question, weights, readFor(budget), times);
    const near = vector ? await nearest(view, gathering, seen, reader.embedder as Embedder, vector) : [];
    const both = near.length > 0 ? fused(ranked, near) : ranked;
    const terms = new Set(question.terms);
    const room = { counter: reader.counter, budget, limit, weights, terms };
    const all = fill ? [...both, ...(await filling(view, seen, both, budget, fits))] : both;
    const packed = pack(all, room);
    return { ...packed, found: Math.max(found, near.length, packed.records.length) };
  });
}

/** Records read and ranked: what a budget can hold several times over. */
const A_READ = 6;
const LEAST_READ = 120;
const MOST_READ = 600;

/** How many records are ranked for a budget of tokens. */
export function readFor(budget: number): number {
  return Math.min(MOST_READ, Math.max(LEAST_READ, Math.ceil(budget / A_READ)));
}

/** A fact is rarely shorter, in tokens. */
const LEAST_FACT = 8;
/** Records looked through for facts. */
const PAGE = 500;
const MOST_LOOKED_AT = 5000;
/** Below whatever a question brings back. */
const BESIDE = 1e-12;

/** Facts that were not brought back: the newest that a budget could hold, those that matter more first. */
async function filling(
  view: MemoryView,
  seen: Seen,
  ranked: readonly Scored[],
  budget: number,
  fits: (record: StoredRecord) => boolean,
): Promise<readonly Scored[]> {
  const known = new Set(ranked.map(({ record }) => record.seq));
  const scopes = seen.all.map(({ scope }) => scope);
  const limit = Math.ceil(budget / LEAST_FACT);
  const facts: StoredRecord[] = [];
  let before: number | undefined;
  // Facts may lie below many newer turns.
  for (let looked = 0; facts.length < limit && looked < MOST_LOOKED_AT; looked += PAGE) {
    const page = await view.list({ scopes, states: ['current'], limit: PAGE, ...(before !== undefined && { before }) });
    facts.push(...page.filter((record) => record.kind === 'fact' && fits(record) && !known.has(record.seq)));
    before = page.at(-1)?.seq;
    if (page.length < PAGE) break;
  }
  return facts.slice(0, limit).map((record) => ({ record, score: BESIDE * (1 + record.importance) }));
}

function startOfDay(time: number): number {
  return Math.floor(time / 86_400_000) * 86_400_000;
}

const MOST_NEAR = 100;
/** Farther is not near: a cosine below 0.3. */
const FARTHEST = 0.7;

async function nearest(
  view: MemoryView,
  gathering: Gathering,
  seen: Seen,
  embedder: Embedder,
  vector: readonly number[],
): Promise<readonly StoredRecord[]> {
  const scopes = seen.all.map((one) => one.scope);
  const near = await view.nearest(scopes, embedder.model, vector, MOST_NEAR);
  return gathering.records(near.filter(({ distance }) => distance <= FARTHEST).map(({ seq }) => seq));
}
