import { HeadroomError } from '@headroom/core';
import type { Pruned, PruneOptions } from '../model/memory.js';
import { publicRecord, storedPath } from '../model/public-record.js';
import type { MemoryView, StoredRecord } from '../model/store.js';
import { seenScopes } from '../read/seen-scopes.js';

type Why = Pruned['records'][number]['why'];
export interface Doomed {
  readonly record: StoredRecord;
  readonly why: Why;
}

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
    const least = kept.sort((a, b) => worthOf(a, now) - worthOf(b, now) || a.seq - b.seq);
    for (const record of least.slice(0, kept.length - maxRecords)) found.push({ record, why: 'over' });
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

export function prunedOf(dryRun: boolean, records: readonly Doomed[]): Pruned {
  return { dryRun, records: records.map(({ record, why }) => ({ record: publicRecord(record), why })) };
}
