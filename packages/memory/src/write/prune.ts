import { HeadroomError } from '@headroom/core';
import type { Pruned, PruneOptions } from '../model/memory.js';
import { publicRecord, storedPath } from '../model/public-record.js';
import type { MemoryStore, MemoryView, StoredRecord } from '../model/store.js';
import { seenScopes } from '../read/seen-scopes.js';
import { inTurns } from '../store/turn.js';

type Why = Pruned['records'][number]['why'];
export interface Doomed {
  readonly record: StoredRecord;
  readonly why: Why;
}

/** Records that are removed in one transaction. */
const AT_ONCE = 1000;
const DAY = 86_400_000;
const HALVED_EVERY = 30 * DAY;

/** What a record is worth: its importance, halved every 30 days since it was last said or changed. */
export function worthOf(record: StoredRecord, now: number): number {
  const age = Math.max(0, now - Math.max(record.saidAt, record.changedAt));
  return record.importance * 2 ** (-age / HALVED_EVERY);
}

/** What a pruning would remove, oldest first. */
export async function doomed(
  view: MemoryView,
  tenant: string,
  options: PruneOptions,
  now: number,
): Promise<readonly Doomed[]> {
  const { scope, within = false, forgottenDays = 30, endedDays, worth, maxRecords } = options;
  for (const [name, value] of Object.entries({ forgottenDays, endedDays, worth, maxRecords }))
    if (value !== undefined && !(value >= 0))
      throw new HeadroomError('invalid_argument', `${name} is a number from 0`, name);
  const own = storedPath(tenant, scope);
  const seen = await seenScopes(view, tenant, scope, within);
  const scopes = seen.all.filter(({ path }) => path === own || path.startsWith(`${own}/`)).map((one) => one.scope);
  const found: Doomed[] = [];
  const kept: StoredRecord[] = [];
  for (let after = 0; ; ) {
    const page = await view.oldest({ scopes, after, limit: 500 });
    for (const record of page) {
      const why = whyOf(record, { forgottenDays, endedDays, worth }, now);
      if (why) found.push({ record, why });
      else if (record.state === 'current') kept.push(record);
    }
    const last = page.at(-1);
    if (!last || page.length < 500) break;
    after = last.seq;
  }
  if (maxRecords !== undefined && kept.length > maxRecords) {
    const worths = await inTurns(kept, (record) => worthOf(record, now));
    // Sorted as numbers, which is much faster than records; those of the last worth go oldest first.
    const sorted = Float64Array.from(worths).sort();
    const over = kept.length - maxRecords;
    const last = sorted[over - 1] as number;
    let tied = over - sorted.indexOf(last);
    await inTurns(kept, (record, i) => {
      const worth = worths[i] as number;
      if (worth < last || (worth === last && tied-- > 0)) found.push({ record, why: 'over' });
    });
  }
  return found.sort((a, b) => a.record.seq - b.record.seq);
}

function whyOf(
  record: StoredRecord,
  rules: {
    readonly forgottenDays: number;
    readonly endedDays: number | undefined;
    readonly worth: number | undefined;
  },
  now: number,
): Why | undefined {
  if (record.state === 'forgotten')
    return record.changedAt <= now - rules.forgottenDays * DAY ? 'forgotten' : undefined;
  const over = rules.endedDays === undefined ? undefined : now - rules.endedDays * DAY;
  if (over !== undefined && record.validUntil !== undefined && record.validUntil <= over) return 'ended';
  if (record.state === 'current' && rules.worth !== undefined && worthOf(record, now) < rules.worth) return 'worth';
  return undefined;
}

export async function prunedOf(dryRun: boolean, records: readonly Doomed[]): Promise<Pruned> {
  return { dryRun, records: await inTurns(records, ({ record, why }) => ({ record: publicRecord(record), why })) };
}

/** Removes what is still as it was when its end was decided, some hundred a transaction. */
export async function removeDoomed(
  store: MemoryStore,
  owner: string,
  doomed: readonly Doomed[],
  now: () => number,
): Promise<readonly Doomed[]> {
  const removed: Doomed[] = [];
  for (let from = 0; from < doomed.length; from += AT_ONCE) {
    const batch = doomed.slice(from, from + AT_ONCE);
    const done = await store.write([owner], async (change) => {
      const there = await change.bySeq(batch.map(({ record }) => record.seq));
      const states = new Map(there.map(({ seq, state, changedAt }) => [seq, `${state} ${changedAt}`]));
      const same = batch.filter(({ record }) => states.get(record.seq) === `${record.state} ${record.changedAt}`);
      for (const { record, why } of same) {
        const { id, path, changedAt } = record;
        await change.remove(record);
        await change.addEvent({ id, path, at: now(), kind: 'purged', reason: why });
        // What held when it made room may come back; nothing else does.
        if (why === 'forgotten' || why === 'ended') await change.addPurged({ id, path, at: changedAt, why });
      }
      return same;
    });
    removed.push(...done);
  }
  return removed;
}
