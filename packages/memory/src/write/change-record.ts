import { HeadroomError } from '@headroom/core';
import {
  checkedImportance,
  checkedMetadata,
  checkedTags,
  checkedText,
  checkedTime,
  checkNames,
  type NamesOf,
} from '../model/checks.js';
import type { Json } from '../model/json.js';
import { keyed, keysOf } from '../model/keys.js';
import { scopeAt, storedPath } from '../model/public-record.js';
import type { NewRecord, RecordChanges } from '../model/record.js';
import type { Scope } from '../model/scope.js';
import type { MemoryChange, MemoryView, StoredRecord } from '../model/store.js';
import { sameness } from '../words/same-text.js';
import { termsOf } from '../words/terms.js';
import { draftOf, type Writer } from './place.js';
import { aboutTheSame, alone, end, endedBy, merged, replacedBy, takenIn } from './remember.js';

/** A record that a scope may see and change: one of its own, of a scope around it or of one within it. */
export async function visible(
  view: MemoryView,
  tenant: string,
  scope: Scope,
  id: string,
): Promise<StoredRecord | undefined> {
  const [found] = typeof id === 'string' ? await view.byId([id]) : [];
  if (!found) return undefined;
  const own = storedPath(tenant, scope);
  const around = scope.visible.some((path) => storedPath(tenant, path) === found.path);
  return around || found.path.startsWith(`${own}/`) ? found : undefined;
}

async function required(view: MemoryView, tenant: string, scope: Scope, id: string): Promise<StoredRecord> {
  const found = await visible(view, tenant, scope, id);
  if (!found) throw new HeadroomError('invalid_argument', 'This scope has no record of this id', 'id');
  return found;
}

/** What {@link change} calls work on. */
export interface Target {
  readonly writer: Writer;
  readonly change: MemoryChange;
  readonly scope: Scope;
  readonly id: string;
  readonly reason?: string | undefined;
}

const said = (reason: string | undefined) => (reason === undefined ? {} : { reason: String(reason).toWellFormed() });

const CHANGES: NamesOf<RecordChanges> = {
  ...{ text: true, importance: true, validFrom: true, validUntil: true, tags: true, metadata: true },
};

export async function updateRecord(target: Target, changes: RecordChanges): Promise<StoredRecord> {
  const { writer, change } = target;
  checkNames(changes, CHANGES, 'update()');
  const old = await required(change, writer.tenant, target.scope, target.id);
  const { validUntil: _, ...rest } = old;
  const until = changes.validUntil === undefined ? old.validUntil : (changes.validUntil ?? undefined);
  const text = changes.text === undefined ? old.text : checkedText(changes.text);
  const after: StoredRecord = {
    ...rest,
    text,
    terms: termsOf(text).join(' '),
    same: sameness(text),
    ...(changes.importance !== undefined && { importance: checkedImportance(changes.importance) }),
    ...(changes.validFrom !== undefined && { validFrom: checkedTime(changes.validFrom, 'validFrom') }),
    ...(until !== undefined && { validUntil: checkedTime(until, 'validUntil') }),
    ...(changes.tags !== undefined && { tags: checkedTags(changes.tags) }),
    ...(changes.metadata !== undefined && { metadata: checkedMetadata(changes.metadata) }),
    changedAt: writer.now(),
  };
  if (after.validUntil !== undefined && after.validUntil < after.validFrom)
    throw new HeadroomError('invalid_argument', 'validUntil lies before validFrom', 'validUntil');
  await change.replace(old, after);
  await change.addEvent({
    id: old.id,
    kind: 'updated',
    at: writer.now(),
    path: old.path,
    ...said(target.reason),
    before: differences(old, changes),
  });
  return alone(writer, change, after, target.reason);
}

/** The values that changed, as they were. */
function differences(old: StoredRecord, changes: RecordChanges): Readonly<Record<string, Json>> {
  const before: Record<string, Json> = {};
  for (const name of Object.keys(changes) as (keyof RecordChanges)[]) {
    if (changes[name] === undefined) continue;
    before[name] = (old[name] ?? null) as Json;
  }
  return before;
}

export async function supersedeRecord(target: Target, by: Omit<NewRecord, 'scope'>): Promise<StoredRecord> {
  const { writer, change } = target;
  const old = await required(change, writer.tenant, target.scope, target.id);
  if (old.state !== 'current')
    throw new HeadroomError('invalid_argument', `The record is ${old.state}: only a current one can be replaced`, 'id');
  const told = draftOf(writer, { kind: old.kind, ...by, scope: scopeAt(old.path) });
  // It takes the old one's place under all its keys.
  const draft = { ...told, ...keyed([...keysOf(told), ...keysOf(old)]) };
  if (draft.same === old.same && draft.kind === 'fact')
    return alone(writer, change, await merged(writer, change, old, draft), target.reason);
  const scope = await change.scopeOf(old.path);
  // The new fact may be known already: then that record takes the old one's place.
  const known = draft.kind === 'fact' ? (await change.equal(scope, { same: draft.same }))[0] : undefined;
  if (!known) return replacedBy(writer, change, old, draft, target.reason);
  const kept = await merged(writer, change, known, draft);
  await end(writer, change, old, kept, target.reason);
  return alone(writer, change, kept, target.reason);
}

export async function forgetRecord(target: Target): Promise<boolean> {
  const { writer, change } = target;
  const old = await required(change, writer.tenant, target.scope, target.id);
  if (old.state === 'forgotten') return false;
  await change.replace(old, { ...old, state: 'forgotten', changedAt: writer.now() });
  await change.addEvent({ id: old.id, kind: 'forgotten', at: writer.now(), path: old.path, ...said(target.reason) });
  return true;
}

export async function restoreRecord(target: Target): Promise<StoredRecord> {
  const { writer, change } = target;
  const old = await required(change, writer.tenant, target.scope, target.id);
  if (old.state !== 'forgotten') return old;
  const equal = old.kind === 'fact' ? (await change.equal(old.scope, { same: old.same }))[0] : undefined;
  const inPlace = equal ?? (await aboutTheSame(change, old.scope, old));
  if (equal) await takenIn(writer, change, equal, old, keysOf(old));
  const supersededBy = old.supersededBy ?? inPlace?.id;
  const after: StoredRecord = {
    ...old,
    state: supersededBy === undefined ? 'current' : 'replaced',
    ...(supersededBy !== undefined && { supersededBy }),
    ...(inPlace && { validUntil: endedBy(old, inPlace) }),
    changedAt: writer.now(),
  };
  await change.replace(old, after);
  await change.addEvent({ id: old.id, kind: 'restored', at: writer.now(), path: old.path, ...said(target.reason) });
  return after;
}

export async function promoteRecord(target: Target, to: Scope): Promise<StoredRecord> {
  const { writer, change } = target;
  const old = await required(change, writer.tenant, target.scope, target.id);
  const path = storedPath(writer.tenant, to);
  if (old.path === path) return old;
  if (!old.path.startsWith(`${path}/`))
    throw new HeadroomError('invalid_argument', 'A record is promoted to a scope around its own', 'to');
  if (old.state !== 'current')
    throw new HeadroomError('invalid_argument', `The record is ${old.state}: only a current one can be promoted`, 'id');
  const scope = await change.scopeOf(path);
  const equal = old.kind === 'fact' ? (await change.equal(scope, { same: old.same }))[0] : undefined;
  if (equal) {
    const kept = await merged(writer, change, equal, old);
    await end(writer, change, old, kept, target.reason);
    return alone(writer, change, kept, target.reason);
  }
  const replaced = await aboutTheSame(change, scope, old);
  const { conversation } = old.source;
  const after: StoredRecord = {
    ...old,
    scope,
    path,
    place: conversation === undefined ? 0 : (await change.lastPlace(scope, conversation)) + 1,
    promotedFrom: [...(old.promotedFrom ?? []), old.path.slice(old.path.indexOf('/') + 1)],
    ...(replaced && { supersedes: replaced.id }),
    changedAt: writer.now(),
  };
  await change.replace(old, after);
  await change.addEvent({ id: old.id, kind: 'promoted', at: writer.now(), path, ...said(target.reason) });
  return alone(writer, change, after, target.reason);
}
