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
/** The side that the lowest value of a wire's field shows, about. */
const FIELD_SIDE = 512;
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
  return (hasField ? byDetail(size, reader, side) : undefined) ?? (await byPixels(source, reader, side));
}

/** Another value of the wire's field, where that is cheaper and shows what the pixels would. */
function byDetail(size: Extent, reader: PictureReader, side: number): PictureOutcome | undefined {
  const detail = fieldValue(reader, side);
  if (detail === undefined) return undefined;
  const before = pictureTokens(size, reader);
  const after = pictureTokens(size, { ...reader, detail });
  // Gemini's field for one part came with its third generation.
  if (after.family === 'gemini-2' || !isCheaper(after.tokens, before.tokens)) return undefined;
  return { kind: 'detail', detail, loss: `it is shown at a low resolution, of ${size.width}x${size.height} pixels` };
}

function fieldValue({ wire }: PictureReader, side: number): string | undefined {
  const isLow = side <= FIELD_SIDE;
  if (wire === 'gemini') return isLow ? 'MEDIA_RESOLUTION_LOW' : 'MEDIA_RESOLUTION_MEDIUM';
  return wire !== 'anthropic' && isLow ? 'low' : undefined;
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
