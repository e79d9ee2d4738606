import { HeadroomError } from '@headroom/core';
import {
  checkedImportance,
  checkedMetadata,
  checkedName,
  checkedSource,
  checkedTags,
  checkedText,
  checkedTime,
  checkRecord,
} from '../model/checks.js';
import { storedPath } from '../model/public-record.js';
import type { NewRecord } from '../model/record.js';
import type { MemoryChange, StoredRecord, Unplaced } from '../model/store.js';
import { sameness } from '../words/same-text.js';
import { termsOf } from '../words/terms.js';

/** What the writing of a memory goes by. */
export interface Writer {
  readonly tenant: string;
  now(): number;
  newId(): string;
}

/** A new record with all that is known without the store. */
export type Draft = Omit<Unplaced, 'scope' | 'place'>;

/** Reads and checks what a caller wants remembered. */
export function draftOf(writer: Writer, record: NewRecord): Draft {
  checkRecord(record);
  const now = writer.now();
  const text = checkedText(record.text);
  const source = checkedSource(record.source);
  const saidAt = record.saidAt === undefined ? now : checkedTime(record.saidAt, 'saidAt');
  const validFrom = record.validFrom === undefined ? saidAt : checkedTime(record.validFrom, 'validFrom');
  const validUntil = record.validUntil === undefined ? undefined : checkedTime(record.validUntil, 'validUntil');
  if (validUntil !== undefined && validUntil < validFrom)
    throw new HeadroomError('invalid_argument', 'validUntil lies before validFrom', 'validUntil');
  const tags = checkedTags(record.tags ?? []);
  const metadata = checkedMetadata(record.metadata);
  return {
    id: checkedName(record.id === undefined ? writer.newId() : record.id, 'id'),
    path: storedPath(writer.tenant, record.scope),
    text,
    kind: record.kind ?? 'fact',
    state: 'current',
    saidAt,
    validFrom,
    ...(validUntil !== undefined && { validUntil }),
    importance: checkedImportance(record.importance ?? 0.5),
    source,
    ...(record.key !== undefined && { key: checkedName(record.key, 'key') }),
    ...(tags.length > 0 && { tags }),
    ...(Object.keys(metadata).length > 0 && { metadata }),
    createdAt: now,
    changedAt: now,
    terms: termsOf(text).join(' '),
    same: sameness(text),
  };
}

/** Puts a draft into its scope and its conversation. */
export async function placed(change: MemoryChange, draft: Draft): Promise<StoredRecord> {
  const [taken] = await change.byId([draft.id]);
  if (taken) throw new HeadroomError('invalid_argument', 'A record of this id is there already', 'id');
  const scope = await change.scopeOf(draft.path);
  const { conversation } = draft.source;
  const place = conversation === undefined ? 0 : (await change.lastPlace(scope, conversation)) + 1;
  return change.insert({ ...draft, scope, place });
}
