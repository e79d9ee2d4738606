import type { PictureOutcome } from '@headroom/core';
import { keptExtent, type PictureReader, pictureTokens } from '@headroom/core/pictures';
import { encodeAlike, encodeSmall } from '../picture/encode.js';
import type { Source } from '../picture/source.js';
import { type NamedRegion, regionIn } from '../question/named-region.js';
import { isCheaper } from './is-cheaper.js';

/** The part that the question names, as large as the provider would have shown it within the whole. */
export async function crop(
  { size, decoder, bytes }: Source,
  reader: PictureReader,
  named: NamedRegion,
): Promise<PictureOutcome | undefined> {
  const region = regionIn(named, size);
  const kept = keptExtent(size, reader) ?? size;
  const scaled = (value: number, by: number) => Math.max(1, Math.round(value * by));
  const to = {
    width: scaled(region.width, kept.width / size.width),
    height: scaled(region.height, kept.height / size.height),
  };
  if (!isCheaper(pictureTokens(to, reader).tokens, pictureTokens(size, reader).tokens)) return undefined;
  const part = () => decoder().extract(region);
  let encoded = await encodeAlike(part(), to, size.type);
  if (encoded.bytes.length > bytes.length) encoded = await encodeSmall(part(), to);
  if (encoded.bytes.length > bytes.length) return undefined;
  const { left, top, width, height } = region;
  const loss =
    `only its ${named.name} is shown, ${left},${top},${width},${height} (left,top,width,height) ` +
    `of ${size.width}x${size.height} pixels`;
  return { kind: 'bytes', mediaType: encoded.mediaType, data: encoded.bytes.toString('base64'), loss };
}
