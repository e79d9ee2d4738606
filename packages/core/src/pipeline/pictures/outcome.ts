import { contentHash } from '../../ccr/hash.js';
import type { PictureOutcome } from '../../model/picture.js';

/** What was sent in a picture's place, with the words of the note about it. */
export interface SentPicture {
  readonly outcome: PictureOutcome;
  /** None where nothing was lost. */
  readonly note: string | undefined;
}

/** Whether a value is an outcome with all that its kind needs; routers are written by others, and stores can be damaged. */
export function isOutcome(value: unknown): value is PictureOutcome {
  if (typeof value !== 'object' || value === null) return false;
  const { kind, mediaType, data, detail, text, loss } = value as Readonly<Record<string, unknown>>;
  if (loss !== undefined && (typeof loss !== 'string' || loss.trim() === '')) return false;
  if (kind === 'kept') return true;
  const isDetail = typeof detail === 'string' && detail !== '';
  if (kind === 'bytes')
    return (
      typeof mediaType === 'string' && typeof data === 'string' && data !== '' && (detail === undefined || isDetail)
    );
  if (kind === 'detail') return isDetail;
  return kind === 'text' && typeof text === 'string' && text.trim() !== '' && loss !== undefined;
}

/** What a reader lacks; empty where that is nothing. */
export function lossOf(outcome: PictureOutcome): string {
  return outcome.kind === 'kept' ? '' : (outcome.loss ?? '');
}

/** What was sent, as the store holds it. */
export function printSent({ outcome, note }: SentPicture): string {
  const text = JSON.stringify(outcome.kind === 'kept' ? { outcome: { kind: 'kept' } } : { outcome, note });
  return JSON.stringify({ picture: text, digest: contentHash(text) });
}

/** Reads an entry back; undefined for what is damaged, or of a form that is not known. What was lost must be on its way back. */
export function readSent(entry: string, hash: string): SentPicture | undefined {
  try {
    const { picture, digest } = JSON.parse(entry) as Readonly<Record<string, unknown>>;
    if (typeof picture !== 'string' || contentHash(picture) !== digest) return undefined;
    const { outcome, note } = JSON.parse(picture) as Readonly<Record<string, unknown>>;
    if (!isOutcome(outcome)) return undefined;
    if (lossOf(outcome) === '') return { outcome, note: undefined };
    return typeof note === 'string' && note.includes(hash) ? { outcome, note } : undefined;
  } catch {
    return undefined;
  }
}
