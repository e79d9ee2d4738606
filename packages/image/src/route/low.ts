import type { PictureOutcome } from '@headroom/core';
import { type Extent, type PictureReader, pictureTokens } from '@headroom/core/pictures';
import { encodeSmall } from '../picture/encode.js';
import { pictureFeatures, smallPicture } from '../picture/features.js';
import { kindOdds } from '../picture/kind.js';
import type { Source } from '../picture/source.js';
import { isCheaper } from './is-cheaper.js';

/** The longer side of a photo; what else it may be, is halved within these. docs/decisions/0142. */
const PHOTO_SIDE = 384;
const LEAST_SIDE = 512;
const MOST_SIDE = 640;
/** The side that OpenAI's `low` shows, about. */
const FIELD_SIDE = 512;
/** Instead of pixels that cost so many times more, that side is enough for a gist of anything. */
const FAR_CHEAPER = 2;
/** A token of a level is taken to show no more than the largest patch that a provider documents: 32 by 32 pixels. */
const PIXELS_A_TOKEN = 1024;
const PHOTO_FLOOR = 0.55;

/** For the gist: the wire's own field where the place has one and it costs less, else fewer pixels. */
export async function low(
  source: Source,
  reader: PictureReader,
  hasField: boolean,
): Promise<PictureOutcome | undefined> {
  const { size, bytes } = source;
  const features = pictureFeatures(await smallPicture(source.decoder()), { ...size, bytes: bytes.length });
  const isPhoto = kindOdds(features).photo >= PHOTO_FLOOR;
  const half = Math.round(Math.max(size.width, size.height) / 2);
  const side = isPhoto ? PHOTO_SIDE : Math.min(MOST_SIDE, Math.max(LEAST_SIDE, half));
  const to = within(size, side);
  return (hasField ? byDetail(size, reader, to) : undefined) ?? (await byPixels(source, reader, to));
}

function within({ width, height }: Extent, side: number): Extent {
  const by = Math.min(1, side / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * by)), height: Math.max(1, Math.round(height * by)) };
}

/** Another value of the wire's field, where that is cheaper and shows what the pixels would. */
function byDetail(size: Extent, reader: PictureReader, to: Extent): PictureOutcome | undefined {
  const detail = fieldValue(size, reader, to);
  if (detail === undefined) return undefined;
  const before = pictureTokens(size, reader);
  const after = pictureTokens(size, { ...reader, detail });
  // Gemini's field for one part came with its third generation.
  if (after.family === 'gemini-2' || !isCheaper(after.tokens, before.tokens)) return undefined;
  return { kind: 'detail', detail, loss: `shown at a low resolution, of ${size.width}x${size.height} pixels` };
}

function fieldValue(size: Extent, reader: PictureReader, to: Extent): string | undefined {
  if (reader.wire === 'anthropic') return undefined;
  const least = pictureTokens(size, { ...reader, detail: 'low' }).tokens;
  if (reader.wire === 'gemini')
    return to.width * to.height <= least * PIXELS_A_TOKEN ? 'MEDIA_RESOLUTION_LOW' : 'MEDIA_RESOLUTION_MEDIUM';
  const isShown = Math.max(to.width, to.height) <= FIELD_SIDE;
  return isShown || pictureTokens(to, reader).tokens >= least * FAR_CHEAPER ? 'low' : undefined;
}

async function byPixels(
  { size, decoder, bytes }: Source,
  reader: PictureReader,
  to: Extent,
): Promise<PictureOutcome | undefined> {
  if (to.width === size.width && to.height === size.height) return undefined;
  if (!isCheaper(pictureTokens(to, reader).tokens, pictureTokens(size, reader).tokens)) return undefined;
  const encoded = await encodeSmall(decoder, to, bytes.length);
  if (!encoded) return undefined;
  const loss = `shown at ${to.width}x${to.height} of ${size.width}x${size.height} pixels`;
  return { kind: 'bytes', mediaType: encoded.mediaType, data: encoded.bytes.toString('base64'), loss };
}
