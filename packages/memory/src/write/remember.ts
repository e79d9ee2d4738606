import { keyed, keysOf } from '../model/keys.js';
import type { Source } from '../model/record.js';
import type { MemoryChange, StoredRecord, Unplaced } from '../model/store.js';
import { type Draft, placed, type Writer } from './place.js';

/** Remembers a draft, unless it is known: gives the record that holds. */
export async function rememberDraft(writer: Writer, change: MemoryChange, draft: Draft): Promise<StoredRecord> {
  const known = await knownAs(change, draft);
  if (known) return alone(writer, change, await merged(writer, change, known, draft));
  const replaced = await aboutTheSame(change, await change.scopeOf(draft.path), draft);
  if (replaced) return replacedBy(writer, change, replaced, draft);
  const record = await placed(change, draft);
  await change.addEvent({ id: record.id, kind: 'remembered', at: writer.now(), path: record.path });
  return record;
}

/** A fact that says the same, or the turn of the same message. */
async function knownAs(change: MemoryChange, draft: Draft): Promise<StoredRecord | undefined> {
  const scope = await change.scopeOf(draft.path);
  if (draft.kind === 'fact') return (await change.equal(scope, { same: draft.same }))[0];
  const { conversation, message } = draft.source;
  if (conversation === undefined || message === undefined) return undefined;
  const found = await change.message(scope, conversation, message);
  return found.find(({ kind, same, state }) => kind === 'turn' && same === draft.same && state === 'current');
}

/**
 * Makes a record the one current record of its scope that says what it says, and the one about what it is about. Every way of writing
 * ends here: equal facts give it their sources and keys, what else has one of its keys is replaced by it.
 */
export async function alone(
  writer: Writer,
  change: MemoryChange,
  record: StoredRecord,
  reason?: string,
): Promise<StoredRecord> {
  if (record.state !== 'current') return record;
  const { scope, same, seq } = record;
  let kept = record;
  for (const twin of record.kind === 'fact' ? await change.equal(scope, { same }) : []) {
    if (twin.seq === seq) continue;
    kept = await merged(writer, change, kept, twin);
    await end(writer, change, twin, kept, reason);
  }
  for (const key of keysOf(kept))
    for (const old of await change.equal(scope, { key }))
      if (old.seq !== seq) await end(writer, change, old, kept, reason);
  return kept;
}

/** A current record of a scope that has one of the keys of another. */
export async function aboutTheSame(
  change: MemoryChange,
  scope: number,
  record: Pick<StoredRecord, 'key' | 'otherKeys'>,
  except?: string,
): Promise<StoredRecord | undefined> {
  for (const key of keysOf(record)) {
    const found = (await change.equal(scope, { key })).find(({ id }) => id !== except);
    if (found) return found;
  }
  return undefined;
}

/** A current fact takes in one that says the same and is not to be current: its sources, and those of its keys that no other has. */
export async function takenIn(
  writer: Writer,
  change: MemoryChange,
  known: StoredRecord,
  { key: _key, otherKeys: _others, ...other }: Unplaced,
  keys: readonly string[],
): Promise<StoredRecord> {
  const free: string[] = [];
  for (const key of keys) {
    const holders = await change.equal(known.scope, { key });
    if (holders.every(({ seq }) => seq === known.seq)) free.push(key);
  }
  return merged(writer, change, known, { ...other, ...keyed(free) });
}

/** One record out of two that say the same: both sources, all keys, the higher importance, the longer validity. */
export async function merged(
  writer: Writer,
  change: MemoryChange,
  known: StoredRecord,
  other: Omit<Draft, 'id'>,
): Promise<StoredRecord> {
  const sources = [...(known.otherSources ?? [])];
  for (const source of [other.source, ...(other.otherSources ?? [])])
    if (![known.source, ...sources].some((had) => isSame(had, source))) sources.push(source);
  const { validUntil: _, ...rest } = known;
  const until =
    known.validUntil === undefined || other.validUntil === undefined
      ? undefined
      : Math.max(known.validUntil, other.validUntil);
  const tags = [...new Set([...(known.tags ?? []), ...(other.tags ?? [])])].sort();
  const after: StoredRecord = {
    ...rest,
    ...(sources.length > 0 && { otherSources: sources }),
    importance: Math.max(known.importance, other.importance),
    validFrom: Math.min(known.validFrom, other.validFrom),
    ...(until !== undefined && { validUntil: until }),
    ...(tags.length > 0 && { tags }),
    ...keyed([...keysOf(known), ...keysOf(other)]),
    metadata: { ...other.metadata, ...known.metadata },
    changedAt: writer.now(),
  };
  if (isSame({ ...after, changedAt: 0 }, { metadata: {}, ...known, changedAt: 0 })) return known;
  await change.replace(known, after);
  await change.addEvent({ id: known.id, kind: 'merged', at: writer.now(), path: known.path });
  return after;
}

/** The new record of a world that changed; the old one held until the new one does. */
export async function replacedBy(
  writer: Writer,
  change: MemoryChange,
  old: StoredRecord,
  draft: Draft,
  reason?: string,
): Promise<StoredRecord> {
  const record = await placed(change, { ...draft, supersedes: old.id });
  await change.addEvent({ id: record.id, kind: 'remembered', at: writer.now(), path: record.path });
  await end(writer, change, old, record, reason);
  return alone(writer, change, record, reason);
}

/** Marks a record as replaced by another. */
export async function end(
  writer: Writer,
  change: MemoryChange,
  old: StoredRecord,
  by: StoredRecord,
  reason?: string,
): Promise<void> {
  await change.replace(old, {
    ...old,
    state: 'replaced',
    supersededBy: by.id,
    validUntil: endedBy(old, by),
    changedAt: writer.now(),
  });
  const event = { id: old.id, kind: 'superseded', at: writer.now(), path: old.path } as const;
  await change.addEvent({ ...event, ...(reason !== undefined && { reason: String(reason).toWellFormed() }) });
}

/** Until when a record held whose place another took. */
export function endedBy(
  old: Pick<StoredRecord, 'validFrom' | 'validUntil'>,
  by: Pick<StoredRecord, 'validFrom'>,
): number {
  return Math.min(old.validUntil ?? Number.POSITIVE_INFINITY, Math.max(old.validFrom, by.validFrom));
}

/** Equal as JSON, whatever the order of their keys. */
function isSame(a: object | Source, b: object | Source): boolean {
  const sorted = (value: object) => JSON.stringify(Object.entries(value).sort(([x], [y]) => (x < y ? -1 : 1)));
  return sorted(a) === sorted(b);
}
