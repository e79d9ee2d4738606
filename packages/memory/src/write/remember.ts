import type { Source } from '../model/record.js';
import type { MemoryChange, StoredRecord } from '../model/store.js';
import { type Draft, placed, type Writer } from './place.js';

/** Remembers a draft, unless it is known: gives the record that holds. */
export async function rememberDraft(writer: Writer, change: MemoryChange, draft: Draft): Promise<StoredRecord> {
  const known = await knownAs(change, draft);
  if (known && known.key === draft.key) return merged(writer, change, known, draft);
  const replaced = await sameKey(change, draft);
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

async function sameKey(change: MemoryChange, draft: Draft): Promise<StoredRecord | undefined> {
  if (draft.key === undefined) return undefined;
  return (await change.equal(await change.scopeOf(draft.path), { key: draft.key }))[0];
}

/** One record out of two that say the same: both sources, the higher importance, the longer validity. */
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
  const record = await placed(change, {
    ...draft,
    ...(draft.key === undefined && old.key !== undefined && { key: old.key }),
    supersedes: old.id,
  });
  await change.addEvent({ id: record.id, kind: 'remembered', at: writer.now(), path: record.path });
  await end(writer, change, old, record, reason);
  return record;
}

/** Marks a record as replaced by another. */
export async function end(
  writer: Writer,
  change: MemoryChange,
  old: StoredRecord,
  by: StoredRecord,
  reason?: string,
): Promise<void> {
  const until = Math.min(old.validUntil ?? Number.POSITIVE_INFINITY, Math.max(old.validFrom, by.validFrom));
  await change.replace(old, {
    ...old,
    state: 'replaced',
    supersededBy: by.id,
    validUntil: until,
    changedAt: writer.now(),
  });
  const event = { id: old.id, kind: 'superseded', at: writer.now(), path: old.path } as const;
  await change.addEvent({ ...event, ...(reason !== undefined && { reason: String(reason).toWellFormed() }) });
}

/** Equal as JSON, whatever the order of their keys. */
function isSame(a: object | Source, b: object | Source): boolean {
  const sorted = (value: object) => JSON.stringify(Object.entries(value).sort(([x], [y]) => (x < y ? -1 : 1)));
  return sorted(a) === sorted(b);
}
