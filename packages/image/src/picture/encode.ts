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

/**
 * Scaled to a size, on white where it was transparent, in no more bytes than `most`: JPEG, and where a drawing of few colours grows by
 * that, PNG with a palette. Undefined where both are more.
 */
export async function encodeSmall(picture: () => Sharp, to: Extent, most: number): Promise<Encoded | undefined> {
  const scaled = () => picture().flatten({ background: '#fff' }).resize(to.width, to.height, { fit: 'fill' });
  const photo = await jpeg(scaled(), 85);
  if (photo.bytes.length <= most) return photo;
  const drawing = await scaled().png({ palette: true, dither: 0 }).toBuffer();
  return drawing.length <= most ? { mediaType: 'image/png', bytes: drawing } : undefined;
}

async function jpeg(picture: Sharp, quality: number): Promise<Encoded> {
  const bytes = await picture.flatten({ background: '#fff' }).jpeg({ quality, chromaSubsampling: '4:4:4' }).toBuffer();
  return { mediaType: 'image/jpeg', bytes };
}
