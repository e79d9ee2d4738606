import type { NamesOf } from './checks.js';
import type { ListOptions, MemoryOptions, PruneOptions, RecallOptions } from './memory.js';

/** The names of what calls can be told. */
export const MEMORY_OPTIONS: NamesOf<MemoryOptions> = {
  ...{ store: true, tenant: true, model: true, counter: true, embed: true, embedModel: true },
  ...{ now: true, newId: true, onWarning: true },
};

export const RECALL_OPTIONS: NamesOf<RecallOptions> = {
  ...{ scope: true, question: true, budget: true, limit: true, within: true, askedAt: true, fill: true },
  ...{ tags: true, exceptConversations: true },
};

export const LIST_OPTIONS: NamesOf<ListOptions> = {
  ...{ scope: true, within: true, states: true, tags: true, limit: true, after: true },
};

export const PRUNE_OPTIONS: NamesOf<PruneOptions> = {
  ...{ scope: true, within: true, dryRun: true, forgottenDays: true, endedDays: true, worth: true, maxRecords: true },
};
