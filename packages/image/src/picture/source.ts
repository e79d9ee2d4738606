import { type PictureSize, pictureSize } from '@headroom/core/pictures';
import sharp, { type Sharp } from 'sharp';

/** What a picture has to keep to, to be decoded. */
export interface Limits {
  /** Pixels, width by height. */
  readonly maxPixels: number;
  /** Characters of base64. */
  readonly maxCharacters: number;
}

/** A picture whose head was read. */
export interface Source {
  readonly size: PictureSize;
  readonly bytes: Buffer;
  /** The decoder on its bytes, upright; nothing is decoded until it is used. */
  decoder(): Sharp;
  /** The same on bytes that were made from it. */
  from(bytes: Buffer): Sharp;
}

export type Opened = { readonly source: Source } | { readonly warning: string };

/** Looks at the head of a picture, and refuses what should not be decoded: unknown types, frames, too many pixels. */
export function openPicture(data: string, limits: Limits): Opened {
  if (data.length > limits.maxCharacters) return { warning: 'too_large: more bytes than are looked at' };
  const size = pictureSize(data);
  if (!size) return { warning: 'unsupported_type: neither PNG, JPEG, WebP nor GIF, or a broken head' };
  if (size.animated) return { warning: 'animated: pictures that move stay as they are' };
  if (size.width * size.height > limits.maxPixels) return { warning: 'too_large: more pixels than are decoded' };
  const bytes = Buffer.from(data, 'base64');
  const from = (input: Buffer): Sharp =>
    sharp(input, { failOn: 'error', limitInputPixels: limits.maxPixels, animated: false });
  return { source: { size, bytes, decoder: () => from(bytes).autoOrient(), from } };
}
