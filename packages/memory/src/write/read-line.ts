import { HeadroomError } from '@headroom/core';
import {
  checkedImportance,
  checkedMetadata,
  checkedName,
  checkedSource,
  checkedTags,
  checkedText,
  checkedTime,
} from '../model/checks.js';
import { keyed } from '../model/keys.js';
import type { EventKind, NewRecord, Source } from '../model/record.js';
import type { ScopeNames } from '../model/scope.js';
import type { Purged, StoredEvent, Unplaced } from '../model/store.js';
import { KINDS, STATES } from '../store/record-body.js';

/** A record of an export, without what is made anew. */
export interface ReadLine {
  readonly scope: unknown;
  readonly record: Omit<Unplaced, 'scope' | 'path' | 'terms' | 'same'>;
  readonly events: readonly (Omit<StoredEvent, 'number' | 'id' | 'path'> & { readonly scope?: ScopeNames })[];
}

const EVENTS: readonly EventKind[] = [
  'remembered',
  'merged',
  'updated',
  'superseded',
  'forgotten',
  'restored',
  'promoted',
  'imported',
  'purged',
];

/** A record that was removed for good where the export was made. */
export interface PurgedLine extends Omit<Purged, 'path'> {
  readonly scope: unknown;
}

/** Reads a line of an export; `head` for its first, or why it is refused. Nothing of the line is in the reason. */
export function readLine(line: string): ReadLine | PurgedLine | 'head' | string {
  let value: Record<string, unknown>;
  try {
    value = JSON.parse(line);
  } catch {
    return 'is no JSON';
  }
  if (typeof value !== 'object' || value === null) return 'is no record';
  if (value.format === 'headroom-memory')
    return value.version === 1 ? 'head' : 'was written by a newer release; update this one';
  try {
    if (value.purged !== undefined) return purgedOf(value);
    return { scope: value.scope ?? {}, record: recordOf(value), events: eventsOf(value.events) };
  } catch (error) {
    return HeadroomError.isInstance(error) ? error.message : 'is no record';
  }
}

function purgedOf({ purged, scope, at, why }: Record<string, unknown>): PurgedLine {
  return {
    id: checkedName(purged, 'id'),
    scope: scope ?? {},
    at: checkedTime(at as number, 'at'),
    why: oneOf(['forgotten', 'ended'] as const, why, 'why'),
  };
}

function recordOf(value: Record<string, unknown>): ReadLine['record'] {
  const time = (name: string) => checkedTime(value[name] as number, name);
  const optional = (name: string) => (value[name] === undefined ? {} : { [name]: checkedName(value[name], name) });
  const others = Array.isArray(value.otherSources) ? value.otherSources.map((one) => checkedSource(one as Source)) : [];
  const promoted = Array.isArray(value.promotedFrom)
    ? value.promotedFrom.map((one) => checkedName(one, 'promotedFrom'))
    : [];
  const keys = Array.isArray(value.otherKeys) ? value.otherKeys.map((one) => checkedName(one, 'otherKeys')) : [];
  const tags = checkedTags((value.tags ?? []) as string[]);
  const metadata = checkedMetadata(value.metadata as NewRecord['metadata']);
  const place = Number.isSafeInteger(value.place) ? (value.place as number) : 0;
  return {
    id: checkedName(value.id, 'id'),
    text: checkedText(value.text),
    kind: oneOf(KINDS, value.kind, 'kind'),
    state: oneOf(STATES, value.state, 'state'),
    saidAt: time('saidAt'),
    validFrom: time('validFrom'),
    ...(value.validUntil !== undefined && { validUntil: time('validUntil') }),
    importance: checkedImportance(value.importance as number),
    source: checkedSource(value.source as Source),
    ...(others.length > 0 && { otherSources: others }),
    ...keyed([...(value.key === undefined ? [] : [checkedName(value.key, 'key')]), ...keys]),
    ...optional('supersedes'),
    ...optional('supersededBy'),
    ...(promoted.length > 0 && { promotedFrom: promoted }),
    ...(tags.length > 0 && { tags }),
    ...(Object.keys(metadata).length > 0 && { metadata }),
    createdAt: time('createdAt'),
    changedAt: time('changedAt'),
    place,
  };
}

function eventsOf(value: unknown): ReadLine['events'] {
  if (!Array.isArray(value)) return [];
  return value.map((event) => ({
    kind: oneOf(EVENTS, event?.kind, 'event'),
    at: checkedTime(event.at, 'event'),
    ...(event.reason !== undefined && { reason: String(event.reason) }),
    ...(event.before !== undefined && { before: checkedMetadata(event.before) }),
    ...(event.scope !== undefined && { scope: event.scope as ScopeNames }),
  }));
}

function oneOf<T extends string>(known: readonly T[], value: unknown, name: string): T {
  const found = known.find((one) => one === value);
  if (found === undefined) throw new HeadroomError('invalid_argument', `is of an unknown ${name}`, name);
  return found;
}
