import { checkedCount } from '../model/checks.js';
import type { ListOptions } from '../model/memory.js';
import type { MemoryView, StoredRecord } from '../model/store.js';
import { turn } from '../store/turn.js';
import { visible } from '../write/change-record.js';
import { seenScopes } from './seen-scopes.js';

const PAGE = 500;

/** True for a record that holds at a time, as far as is known now. */
export function holdsAt(record: StoredRecord, time: number): boolean {
  if (record.state === 'forgotten') return false;
  return record.validFrom <= time && (record.validUntil === undefined || time < record.validUntil);
}

/** True for a record that holds now: nothing took its place, and its time is not over. */
export function holdsNow(record: StoredRecord, now: number): boolean {
  return record.state === 'current' && (record.validUntil === undefined || now < record.validUntil);
}

/** Records newest first; with `fits` only those, however many others lie between. */
export async function listRecords(
  view: MemoryView,
  tenant: string,
  options: ListOptions,
  fits: (record: StoredRecord) => boolean,
): Promise<readonly StoredRecord[]> {
  const { scope, within, limit = 100, tags = [], states = ['current'] } = options;
  checkedCount(limit, 'limit');
  const seen = await seenScopes(view, tenant, scope, within);
  const last = options.after === undefined ? undefined : await visible(view, tenant, scope, options.after);
  if (options.after !== undefined && !last) return [];
  const found: StoredRecord[] = [];
  for (let before = last?.seq; found.length < limit; ) {
    const scopes = seen.all.map((one) => one.scope);
    const page = await view.list({ scopes, states, limit: PAGE, ...(before !== undefined && { before }) });
    await turn();
    found.push(...page.filter((record) => hasTags(record, tags) && fits(record)));
    if (page.length < PAGE) break;
    before = page.at(-1)?.seq;
  }
  return found.slice(0, limit);
}

export function hasTags(record: StoredRecord, tags: readonly string[]): boolean {
  return tags.every((tag) => record.tags?.includes(tag) ?? false);
}

/** The chain that a record belongs to, oldest first. */
export async function chainOf(view: MemoryView, record: StoredRecord): Promise<readonly StoredRecord[]> {
  const found = new Map<string, StoredRecord>();
  for (let waiting = [record]; waiting.length > 0; ) {
    for (const one of waiting) found.set(one.id, one);
    const links = waiting.flatMap(({ supersedes, supersededBy }) => [supersedes, supersededBy]);
    const next = [...new Set(links)].filter((id): id is string => id !== undefined && !found.has(id));
    waiting = (await view.byId(next)).filter(({ path }) => sameOwner(path, record.path));
  }
  return [...found.values()].sort((a, b) => a.validFrom - b.validFrom || a.seq - b.seq);
}

/** Tenant and user of a path: the path of the scope that all of a user lies within. */
export function ownerOf(path: string): string {
  return path.split('/').slice(0, 2).join('/');
}

export function sameOwner(a: string, b: string): boolean {
  return ownerOf(a) === ownerOf(b);
}
