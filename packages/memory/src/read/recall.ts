import type { TokenCounter } from '@headroom/core';
import { checkedCount, checkedTags } from '../model/checks.js';
import type { RecallOptions, Recollection } from '../model/memory.js';
import { checkScope } from '../model/scope.js';
import type { MemoryStore, StoredRecord } from '../model/store.js';
import { pack } from '../pack/pack.js';
import { Gathering } from '../rank/gather.js';
import { readQuestion } from '../rank/question.js';
import { rank } from '../rank/rank.js';
import { NO_TIMES } from '../rank/times.js';
import { WEIGHTS } from '../rank/weights.js';
import { hasTags, holdsAt, holdsNow } from './list.js';
import { seenScopes } from './seen-scopes.js';

/** What a recall goes by, beside its options. */
export interface Reader {
  readonly store: MemoryStore;
  readonly tenant: string;
  readonly counter: TokenCounter;
  now(): number;
  /** The time that is asked about, when it is not now. */
  readonly at?: number | undefined;
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
  if (question.terms.length === 0) return NOTHING;
  const { at } = reader;
  const weights = WEIGHTS;
  const now = reader.now();
  const fits = (record: StoredRecord) =>
    (at === undefined ? holdsNow(record, now) : holdsAt(record, at)) &&
    hasTags(record, tags) &&
    !(record.kind === 'turn' && record.source.conversation !== undefined && except.has(record.source.conversation));
  const most = Math.min(MOST_READ, Math.max(LEAST_READ, Math.ceil(budget / 4)));
  return reader.store.read(async (view) => {
    const seen = await seenScopes(view, reader.tenant, scope, within);
    const gathering = new Gathering(view, seen, at !== undefined, fits);
    const { ranked, found } = await rank(view, gathering, question, weights, most, NO_TIMES);
    const room = { counter: reader.counter, budget, limit, wantsList: question.wantsList, weights };
    return { ...pack(ranked, room), found };
  });
}

/** Records read and ranked: what a budget can hold several times over. */
const LEAST_READ = 150;
const MOST_READ = 600;
