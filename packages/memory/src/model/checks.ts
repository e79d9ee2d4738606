import { HeadroomError } from '@headroom/core';
import { withoutInvisible } from '../pack/invisible.js';
import type { NewRecord, Source } from './record.js';
import { checkScope } from './scope.js';

/** The longest text of a record, in characters. */
export const LONGEST_TEXT = 100_000;
/** Farther from 1970 no date is, in milliseconds. */
export const LATEST = 8.64e15;
const LONGEST_NAME = 1000;

function refuse(argument: string, said: string): never {
  throw new HeadroomError('invalid_argument', said, argument);
}

/** A text as it is kept: well formed, without NUL, not empty nor of signs that nobody sees. */
export function checkedText(text: unknown): string {
  if (typeof text !== 'string') refuse('text', 'A record needs a text');
  if (text.length > LONGEST_TEXT) refuse('text', `The text of a record has at most ${LONGEST_TEXT} characters`);
  if (withoutInvisible(text).trim() === '') refuse('text', 'A record needs a text');
  return text.toWellFormed().replaceAll('\0', '\ufffd');
}

export function checkedName(value: unknown, argument: string): string {
  if (typeof value !== 'string' || value === '' || value.length > LONGEST_NAME)
    refuse(argument, `${argument} is a text of 1 to ${LONGEST_NAME} characters`);
  return value.toWellFormed().replaceAll('\0', '\ufffd');
}

/** Milliseconds of a time that a caller gave. */
export function checkedTime(value: number | Date, argument: string): number {
  const time = value instanceof Date ? value.getTime() : value;
  if (typeof time !== 'number' || !Number.isFinite(time) || Math.abs(time) > LATEST)
    refuse(argument, `${argument} is a date, or milliseconds since 1970`);
  return Math.round(time);
}

export function checkedImportance(value: number): number {
  if (typeof value !== 'number' || !(value >= 0 && value <= 1))
    refuse('importance', 'importance is a number from 0 to 1');
  return value;
}

export function checkedCount(value: number, argument: string): number {
  if (!Number.isSafeInteger(value) || value < 1) refuse(argument, `${argument} is a whole number from 1`);
  return value;
}

export function checkedTags(tags: readonly string[]): readonly string[] {
  if (!Array.isArray(tags)) refuse('tags', 'tags is a list of texts');
  return [...new Set(tags.map((tag) => checkedName(tag, 'tags')))].sort();
}

export function checkedMetadata(metadata: NewRecord['metadata']): NonNullable<NewRecord['metadata']> {
  try {
    const text = JSON.stringify(metadata ?? {}).toWellFormed();
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as NonNullable<NewRecord['metadata']>;
  } catch {
    // Said below.
  }
  return refuse('metadata', 'metadata is an object that JSON can hold');
}

/** The names of a source that are there, and no others. */
export function checkedSource(source: Source | undefined): Source {
  const { agent, conversation, message, speaker } = source ?? {};
  return {
    ...(agent !== undefined && { agent: checkedName(agent, 'source.agent') }),
    ...(conversation !== undefined && { conversation: checkedName(conversation, 'source.conversation') }),
    ...(message !== undefined && { message: checkedName(message, 'source.message') }),
    ...(speaker !== undefined && { speaker: checkedName(speaker, 'source.speaker') }),
  };
}

/** Every name of a type, so that none is forgotten. */
export type NamesOf<T> = { readonly [Name in keyof Required<T>]: true };

const SOURCE: NamesOf<Source> = { agent: true, conversation: true, message: true, speaker: true };
const RECORD: NamesOf<NewRecord> = {
  ...{ scope: true, text: true, kind: true, saidAt: true, validFrom: true, validUntil: true, importance: true },
  ...{ source: true, key: true, tags: true, metadata: true, id: true },
};

/**
 * Refuses what is no object, and names that nothing would come of: a typing error is told, not passed over.
 *
 * @param of what is told, in words
 */
export function checkNames<T extends object>(
  given: T | undefined,
  known: NamesOf<T>,
  of: string,
  code: 'invalid_argument' | 'invalid_option' = 'invalid_argument',
): void {
  if (given === undefined) return;
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw new HeadroomError(code, `What is told to ${of} is an object`, 'options');
  for (const [name, value] of Object.entries(given))
    if (value !== undefined && !Object.hasOwn(known, name))
      throw new HeadroomError(
        code,
        `\`${name}\` is unknown to ${of}: it is one of ${Object.keys(known).join(', ')}`,
        name,
      );
}

/** A source that a caller names; lines of exports may have been written by a release that knows more. */
export function checkSource(source: Source | undefined): void {
  if (source !== undefined && (typeof source !== 'object' || source === null)) refuse('source', 'source is an object');
  checkNames(source, SOURCE, 'a source');
}

/** The parts of a new record that can be wrong by themselves. */
export function checkRecord(record: NewRecord): void {
  if (typeof record !== 'object' || record === null) refuse('record', 'A record is an object with a scope and a text');
  checkScope(record.scope);
  checkNames(record, RECORD, 'a record');
  checkSource(record.source);
  if (record.kind !== undefined && record.kind !== 'fact' && record.kind !== 'turn')
    refuse('kind', 'kind is fact or turn');
}
