import type { PictureOutcome } from '@headroom/core';
import { type Extent, keptExtent, type PictureReader, pictureTokens } from '@headroom/core/pictures';
import { encodeAlike, encodeSmall } from '../picture/encode.js';
import type { Source } from '../picture/source.js';
import { type NamedRegion, regionIn } from '../question/named-region.js';
import { isCheaper } from './is-cheaper.js';

/** Of Gemini's field, from the lowest on. */
const LEVELS = ['MEDIA_RESOLUTION_LOW', 'MEDIA_RESOLUTION_MEDIUM', 'MEDIA_RESOLUTION_HIGH'];

/** The part that the question names, as large as the provider would have shown it within the whole. */
export async function crop(
  { size, decoder, bytes }: Source,
  reader: PictureReader,
  named: NamedRegion,
  hasField: boolean,
): Promise<PictureOutcome | undefined> {
  const region = regionIn(named, size);
  const kept = keptExtent(size, reader) ?? size;
  const scaled = (value: number, by: number) => Math.max(1, Math.round(value * by));
  const to = {
    width: scaled(region.width, kept.width / size.width),
    height: scaled(region.height, kept.height / size.height),
  };
  const detail = hasField ? levelFor(named, size, reader) : undefined;
  const shown = detail === undefined ? reader : { ...reader, detail };
  if (!isCheaper(pictureTokens(to, shown).tokens, pictureTokens(size, reader).tokens)) return undefined;
  const part = () => decoder().extract(region);
  const alike = await encodeAlike(part(), to, size.type);
  const encoded = alike.bytes.length <= bytes.length ? alike : await encodeSmall(part, to, bytes.length);
  if (!encoded) return undefined;
  const { left, top, width, height } = region;
  const loss = `only its ${named.name} is shown: ${left},${top},${width},${height} of ${size.width}x${size.height} pixels`;
  return {
    kind: 'bytes',
    mediaType: encoded.mediaType,
    data: encoded.bytes.toString('base64'),
    ...(detail && { detail }),
    loss,
  };
}

/**
 * The lowest level at which the part is shown no smaller than within the whole, whether its shape is kept or pressed into a square:
 * tokens go with the square of the sides. Undefined where the field of a part does not decide what it costs.
 */
function levelFor({ width, height }: NamedRegion, size: Extent, reader: PictureReader): string | undefined {
  const whole = pictureTokens(size, reader);
  if (reader.wire !== 'gemini' || whole.family === 'gemini-2') return undefined;
  const needed = whole.tokens * Math.max(width, height) ** 2;
  return LEVELS.find((detail) => pictureTokens(size, { ...reader, detail }).tokens >= needed);
}
