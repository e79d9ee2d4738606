import { StoreError } from '@headroom/stores/database';
import type { StoredEvent, StoredRecord } from '../model/store.js';

/** A record or an event as one text, for a column. */
export function bodyOf(value: Omit<StoredRecord, 'seq'> | Omit<StoredEvent, 'number'>): string {
  return JSON.stringify(value);
}

/** What {@link bodyOf} wrote. */
export function recordOf(seq: number, body: string): StoredRecord {
  return checked(seq, parsed(body) as Omit<StoredRecord, 'seq'>);
}

/** Many of them as one list of pairs. */
export function recordsOf(pairs: string): readonly StoredRecord[] {
  return (parsed(pairs) as (readonly [number, Omit<StoredRecord, 'seq'>])[]).map(([seq, body]) => checked(seq, body));
}

function checked(seq: number, found: Omit<StoredRecord, 'seq'>): StoredRecord {
  if (typeof found.id !== 'string' || typeof found.text !== 'string' || typeof found.terms !== 'string')
    throw damaged();
  return Object.assign(found, { seq });
}

export function eventOf(number: number, body: string): StoredEvent {
  const found = parsed(body) as Omit<StoredEvent, 'number'>;
  if (typeof found.id !== 'string' || typeof found.kind !== 'string') throw damaged();
  return { ...found, number };
}

function parsed(body: string): unknown {
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    // Said below.
  }
  throw damaged();
}

function damaged(): StoreError {
  return new StoreError(
    'damaged',
    'A record of the memory is damaged; restore the file from a copy, or import an export into a new one',
  );
}

export const STATES = ['current', 'replaced', 'forgotten'] as const;
export const KINDS = ['fact', 'turn'] as const;

/** Whether the words of two versions of a record stand in the index alike. */
export function sameWords(a: StoredRecord, b: StoredRecord): boolean {
  return a.terms === b.terms && a.state === b.state && a.scope === b.scope;
}

/** What a record adds to the counts of its scope. */
export function weight(record: Pick<StoredRecord, 'state' | 'terms'>): { records: number; words: number } {
  if (record.state !== 'current') return { records: 0, words: 0 };
  return { records: 1, words: record.terms === '' ? 0 : record.terms.split(' ').length };
}
