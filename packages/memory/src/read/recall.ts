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
  const { scope, budget = 1024, limit = 1000, within = false } = options;
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
  if (question.terms.length === 0 && !vector) return NOTHING;
  return reader.store.read(async (view) => {
    const seen = await seenScopes(view, reader.tenant, scope, within);
    const gathering = new Gathering(view, seen, at !== undefined, fits);
    const { ranked, found } = await rank(view, gathering, question, weights, readFor(budget), times);
    const near = vector ? await nearest(view, gathering, seen, reader.embedder as Embedder, vector) : [];
    const both = near.length > 0 ? fused(ranked, near) : ranked;
    const room = { counter: reader.counter, budget, limit, wantsList: question.wantsList, weights };
    return { ...pack(both, room), found: Math.max(found, near.length) };
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
