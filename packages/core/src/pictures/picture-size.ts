import { ascii, type ByteView, big, byteView, little } from './byte-view.js';
import { exifOrientation } from './exif-orientation.js';

/** What the head of a picture says about it. */
export interface PictureSize {
  readonly type: 'png' | 'jpeg' | 'webp' | 'gif';
  /** Pixels from left to right, as the picture stands upright. */
  readonly width: number;
  /** Pixels from top to bottom, as the picture stands upright. */
  readonly height: number;
  /** How it is stored, by Exif: 1 is upright, 6 and 8 lie on a side. */
  readonly orientation: number;
  /** More than one frame. */
  readonly animated: boolean;
}

interface Stored {
  readonly width: number;
  readonly height: number;
  readonly orientation?: number;
  readonly animated?: boolean;
}

/**
 * Type, size, orientation and whether it moves, from the bytes of a PNG, JPEG, WebP or GIF, in base64 or as bytes. Nothing is
 * decoded, only heads of segments are read: linear. Undefined for other types and for broken heads.
 */
export function pictureSize(data: Uint8Array | string): PictureSize | undefined {
  const view = byteView(data);
  const type = typeOf(view);
  const stored = type && READERS[type](view);
  if (!type || !stored || stored.width < 1 || stored.height < 1) return undefined;
  const { orientation = 1, animated = false } = stored;
  const turned = orientation >= 5;
  return {
    type,
    width: turned ? stored.height : stored.width,
    height: turned ? stored.width : stored.height,
    orientation,
    animated,
  };
}

function typeOf(view: ByteView): PictureSize['type'] | undefined {
  if (ascii(view, 0, 8) === '\x89PNG\r\n\x1a\n') return 'png';
  if (view.at(0) === 0xff && view.at(1) === 0xd8 && view.at(2) === 0xff) return 'jpeg';
  if (ascii(view, 0, 4) === 'RIFF' && ascii(view, 8, 4) === 'WEBP') return 'webp';
  if (/^GIF8[79]a$/.test(ascii(view, 0, 6))) return 'gif';
  return undefined;
}

/** Chunks: length, name, data, checksum. `acTL` before the pixels means frames, `eXIf` may stand on either side of them. */
function pngSize(view: ByteView): Stored | undefined {
  if (view.length < 33 || ascii(view, 12, 4) !== 'IHDR') return undefined;
  let orientation = 1;
  let animated = false;
  let pixels = false;
  for (let at = 33; at + 12 <= view.length; ) {
    const length = big(view, at, 4);
    const name = ascii(view, at + 4, 4);
    if (name === 'IDAT') pixels = true;
    if (name === 'acTL' && !pixels) animated = big(view, at + 8, 4) > 1;
    if (name === 'eXIf') orientation = exifOrientation(view, at + 8, Math.min(view.length, at + 8 + length));
    if (name === 'IEND') break;
    at += 12 + length;
  }
  return { width: big(view, 16, 4), height: big(view, 20, 4), orientation, animated };
}

/** Segments up to the frame's head, which holds the size: every `SOF` but the three marks of that range that are none. */
function jpegSize(view: ByteView): Stored | undefined {
  let orientation = 1;
  for (let at = 2; at + 4 <= view.length; ) {
    if (view.at(at) !== 0xff) return undefined;
    const mark = view.at(at + 1);
    if (mark === 0xff) {
      at++;
      continue;
    }
    if (mark === 0x01 || (mark >= 0xd0 && mark <= 0xd8)) {
      at += 2;
      continue;
    }
    if (mark === 0xd9 || mark === 0xda) return undefined;
    const length = big(view, at + 2, 2);
    if (length < 2) return undefined;
    if (mark >= 0xc0 && mark <= 0xcf && mark !== 0xc4 && mark !== 0xc8 && mark !== 0xcc) {
      if (at + 9 > view.length) return undefined;
      return { width: big(view, at + 7, 2), height: big(view, at + 5, 2), orientation };
    }
    if (mark === 0xe1 && ascii(view, at + 4, 6) === 'Exif\0\0')
      orientation = exifOrientation(view, at + 10, Math.min(view.length, at + 2 + length));
    at += 2 + length;
  }
  return undefined;
}

function webpSize(view: ByteView): Stored | undefined {
  if (view.length < 30) return undefined;
  const name = ascii(view, 12, 4);
  if (name === 'VP8 ')
    return ascii(view, 23, 3) === '\x9d\x01\x2a'
      ? { width: little(view, 26, 2) & 0x3fff, height: little(view, 28, 2) & 0x3fff }
      : undefined;
  if (name === 'VP8L') {
    if (view.at(20) !== 0x2f) return undefined;
    const bits = little(view, 21, 4);
    return { width: (bits & 0x3fff) + 1, height: (Math.floor(bits / 0x4000) & 0x3fff) + 1 };
  }
  if (name !== 'VP8X') return undefined;
  const flags = view.at(20);
  return {
    width: little(view, 24, 3) + 1,
    height: little(view, 27, 3) + 1,
    animated: (flags & 0x02) !== 0,
    orientation: flags & 0x08 ? webpOrientation(view) : 1,
  };
}

function webpOrientation(view: ByteView): number {
  for (let at = 12; at + 8 <= view.length; ) {
    const length = little(view, at + 4, 4);
    if (ascii(view, at, 4) === 'EXIF') {
      const start = ascii(view, at + 8, 6) === 'Exif\0\0' ? at + 14 : at + 8;
      return exifOrientation(view, start, Math.min(view.length, at + 8 + length));
    }
    at += 8 + length + (length % 2);
  }
  return 1;
}

/** A colour table, then blocks; it moves where a second image begins. */
function gifSize(view: ByteView): Stored | undefined {
  if (view.length < 13) return undefined;
  const size = { width: little(view, 6, 2), height: little(view, 8, 2) };
  let images = 0;
  for (let at = 13 + colours(view.at(10)); at < view.length; ) {
    const block = view.at(at);
    if (block === 0x2c) {
      images++;
      if (images > 1) return { ...size, animated: true };
      at = afterParts(view, at + 11 + colours(view.at(at + 9)));
    } else if (block === 0x21) at = afterParts(view, at + 2);
    else break;
  }
  return size;
}

const colours = (flags: number): number => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);

/** The index behind a row of parts, each with its length before it and an empty one at the end. */
function afterParts(view: ByteView, from: number): number {
  let at = from;
  for (let length = view.at(at); length > 0 && at < view.length; length = view.at(at)) at += 1 + length;
  return at + 1;
}

const READERS = { png: pngSize, jpeg: jpegSize, webp: webpSize, gif: gifSize } as const;
