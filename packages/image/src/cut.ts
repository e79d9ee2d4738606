import type { Picture, Region } from '@headroom/core';
import type { Source } from './picture/source.js';

type Part = Pick<Picture, 'mediaType' | 'data'>;

/** A region at full resolution, upright, as PNG; without one the picture itself, turned upright where it is not. */
export async function cutPicture(
  { size, decoder }: Source,
  picture: Part,
  region: Region | undefined,
): Promise<Part | undefined> {
  if (!region) return size.orientation === 1 ? picture : asPng(await decoder().png().toBuffer());
  const within = clipped(region, size);
  return within && asPng(await decoder().extract(within).png().toBuffer());
}

const asPng = (bytes: Buffer): Part => ({ mediaType: 'image/png', data: bytes.toString('base64') });

/** The part of a region that lies in the picture, in whole pixels; undefined where none does. */
function clipped(
  region: Region,
  { width, height }: { readonly width: number; readonly height: number },
): Region | undefined {
  const numbers = [region.left, region.top, region.width, region.height];
  if (!numbers.every(Number.isFinite)) return undefined;
  const left = Math.max(0, Math.floor(region.left));
  const top = Math.max(0, Math.floor(region.top));
  const right = Math.min(width, Math.ceil(region.left + region.width));
  const bottom = Math.min(height, Math.ceil(region.top + region.height));
  return right > left && bottom > top ? { left, top, width: right - left, height: bottom - top } : undefined;
}
