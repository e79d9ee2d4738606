import type { PictureOutcome } from '@headroom/core';
import { keptExtent, type PictureReader } from '@headroom/core/pictures';
import { encodeAlike } from '../picture/encode.js';
import type { Source } from '../picture/source.js';

/** Less than this is not worth other bytes. */
const WORTHWHILE = 0.95;

/**
 * Scaled to what the provider itself would look at, where that is fewer bytes. Costs the same tokens, since the provider counts
 * after it has scaled; undefined where the provider keeps all of it, or does not say.
 */
export async function fit(
  { size, decoder, bytes }: Source,
  reader: PictureReader,
): Promise<PictureOutcome | undefined> {
  const kept = keptExtent(size, reader);
  if (!kept || (kept.width === size.width && kept.height === size.height)) return undefined;
  const encoded = await encodeAlike(decoder(), kept, size.type);
  if (encoded.bytes.length > bytes.length * WORTHWHILE) return undefined;
  return { kind: 'bytes', mediaType: encoded.mediaType, data: encoded.bytes.toString('base64') };
}
