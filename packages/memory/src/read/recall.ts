import type { TokenCounter } from '@headroom/core';
import { checkedCount, checkedTags } from '../model/checks.js';
import type { RecallOptions, Recollection } from '../model/memory.js';
import { checkScope } from '../model/scope.js';
import type { MemoryStore, StoredRecord } from '../model/store.js';
import { pack } from '../pack/pack.js';
import { candidates } from '../rank/candidates.js';
import { readQuestion } from '../rank/question.js';
import { scored } from '../rank/score.js';
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
  const now = reader.now();
  const fits = (record: StoredRecord) =>
    (at === undefined ? holdsNow(record, now) : holdsAt(record, at)) &&
    hasTags(record, tags) &&
    !(record.kind === 'turn' && record.source.conversation !== undefined && except.has(record.source.conversation));
  return reader.store.read(async (view) => {
    const seen = await seenScopes(view, reader.tenant, scope, within);
    const found = await candidates(view, seen, question.terms, at !== undefined, fits);
    const records = seen.all.reduce((sum, one) => sum + one.records, 0);
    const words = seen.all.reduce((sum, one) => sum + one.words, 0);
    return {
      ...pack(scored(found, Math.max(1, words / Math.max(1, records))), reader.counter, budget, limit),
      found: found.found,
    };
  });
}
