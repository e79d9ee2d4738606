import { ascii, type ByteView, big, little } from './byte-view.js';

const ORIENTATION = 0x0112;

/**
 * The orientation (1 to 8) that a TIFF block of Exif names; 1 where it names none. Only the first directory is looked at, as
 * the standard puts it there.
 */
export function exifOrientation(view: ByteView, start: number, end: number): number {
  const order = ascii(view, start, 2);
  const read = order === 'II' ? little : order === 'MM' ? big : undefined;
  if (!read) return 1;
  if (read(view, start + 2, 2) !== 42) return 1;
  const directory = start + read(view, start + 4, 4);
  if (directory + 2 > end) return 1;
  const entries = read(view, directory, 2);
  for (let entry = 0; entry < entries; entry++) {
    const at = directory + 2 + entry * 12;
    if (at + 12 > end) return 1;
    if (read(view, at, 2) !== ORIENTATION) continue;
    const value = read(view, at + 8, 2);
    return value >= 1 && value <= 8 ? value : 1;
  }
  return 1;
}
