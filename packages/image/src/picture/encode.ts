import type { Extent, PictureSize } from '@headroom/core/pictures';
import type { Sharp } from 'sharp';

/** Bytes of a picture as a request holds them. */
export interface Encoded {
  readonly mediaType: string;
  readonly bytes: Buffer;
}

/** Scaled to a size, in its type: PNG and GIF without a loss of their own, JPEG and WebP nearly so. Transparency is kept. */
export async function encodeAlike(picture: Sharp, to: Extent, type: PictureSize['type']): Promise<Encoded> {
  const scaled = picture.resize(to.width, to.height, { fit: 'fill' });
  if (type === 'jpeg') return jpeg(scaled, 92);
  if (type === 'webp') return { mediaType: 'image/webp', bytes: await scaled.webp({ quality: 92 }).toBuffer() };
  return { mediaType: 'image/png', bytes: await scaled.png().toBuffer() };
}

/** Scaled to a size, in few bytes: JPEG, on white where it was transparent. */
export function encodeSmall(picture: Sharp, to: Extent): Promise<Encoded> {
  return jpeg(picture.flatten({ background: '#fff' }).resize(to.width, to.height, { fit: 'fill' }), 85);
}

async function jpeg(picture: Sharp, quality: number): Promise<Encoded> {
  const bytes = await picture.flatten({ background: '#fff' }).jpeg({ quality, chromaSubsampling: '4:4:4' }).toBuffer();
  return { mediaType: 'image/jpeg', bytes };
}
