import type { PictureOutcome } from '@headroom/core';
import { type Extent, type PictureReader, pictureTokens } from '@headroom/core/pictures';
import { encodeSmall } from '../picture/encode.js';
import { pictureFeatures, smallPicture } from '../picture/features.js';
import { kindOdds } from '../picture/kind.js';
import type { Source } from '../picture/source.js';
import { isCheaper } from './is-cheaper.js';

/** What is certainly a photo is told apart at this size; letters of 16 pixels and more survive the other (docs/decisions/0142). */
const PHOTO_SIDE = 512;
const OTHER_SIDE = 768;
const PHOTO_FLOOR = 0.7;

/** For the gist: the wire's own field where it has one that costs less, else fewer pixels. */
export async function low(source: Source, reader: PictureReader): Promise<PictureOutcome | undefined> {
  const { size, bytes } = source;
  const features = pictureFeatures(await smallPicture(source.decoder()), { ...size, bytes: bytes.length });
  const isPhoto = kindOdds(features).photo >= PHOTO_FLOOR;
  return byDetail(size, reader, isPhoto) ?? (await byPixels(source, reader, isPhoto ? PHOTO_SIDE : OTHER_SIDE));
}

/** Values of the wire's field, and what a reader is told of them. */
function byDetail(size: Extent, reader: PictureReader, isPhoto: boolean): PictureOutcome | undefined {
  const value =
    reader.wire === 'gemini'
      ? isPhoto
        ? 'MEDIA_RESOLUTION_LOW'
        : 'MEDIA_RESOLUTION_MEDIUM'
      : isPhoto
        ? 'low'
        : undefined;
  if (value === undefined || reader.wire === 'anthropic') return undefined;
  const before = pictureTokens(size, reader);
  const after = pictureTokens(size, { ...reader, detail: value });
  // Gemini's field for one part came with its third generation.
  if (after.family === 'gemini-2' || !isCheaper(after.tokens, before.tokens)) return undefined;
  const loss = `it is shown at a low resolution, of ${size.width}x${size.height} pixels`;
  return { kind: 'detail', detail: value, loss };
}

async function byPixels(
  { size, decoder, bytes }: Source,
  reader: PictureReader,
  side: number,
): Promise<PictureOutcome | undefined> {
  const by = side / Math.max(size.width, size.height);
  if (by >= 1) return undefined;
  const to = { width: Math.max(1, Math.round(size.width * by)), height: Math.max(1, Math.round(size.height * by)) };
  if (!isCheaper(pictureTokens(to, reader).tokens, pictureTokens(size, reader).tokens)) return undefined;
  const encoded = await encodeSmall(decoder(), to);
  if (encoded.bytes.length > bytes.length) return undefined;
  const loss = `it is shown at ${to.width}x${to.height} of ${size.width}x${size.height} pixels`;
  return { kind: 'bytes', mediaType: encoded.mediaType, data: encoded.bytes.toString('base64'), loss };
}
