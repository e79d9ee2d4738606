import { contentHash } from '../../ccr/hash.js';
import type { PictureOutcome } from '../../model/picture.js';

/** An outcome as the store holds it. */
export function printOutcome(outcome: PictureOutcome): string {
  const text = JSON.stringify(outcome.kind === 'kept' ? { kind: outcome.kind } : outcome);
  return JSON.stringify({ picture: text, digest: contentHash(text) });
}

/** Reads an entry back; undefined for what is damaged, or of a form that is not known. */
export function readOutcome(entry: string): PictureOutcome | undefined {
  try {
    const { picture, digest } = JSON.parse(entry) as Readonly<Record<string, unknown>>;
    if (typeof picture !== 'string' || contentHash(picture) !== digest) return undefined;
    const outcome = JSON.parse(picture) as PictureOutcome;
    return ['kept', 'bytes', 'detail', 'text'].includes(outcome.kind) ? outcome : undefined;
  } catch {
    return undefined;
  }
}
