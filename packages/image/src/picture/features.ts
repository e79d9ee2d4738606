import type { Sharp } from 'sharp';

/** The longer side on which features are taken. */
export const FEATURE_SIDE = 256;

/** What features are taken from: three bytes a pixel. */
export interface SmallPicture {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** The picture on white, small, in sRGB. */
export async function smallPicture(picture: Sharp): Promise<SmallPicture> {
  const { data, info } = await picture
    .flatten({ background: '#fff' })
    .resize(FEATURE_SIDE, FEATURE_SIDE, { fit: 'inside', withoutEnlargement: false })
    .toColourspace('srgb')
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const channels = info.channels as number;
  return { data: channels === 3 ? data : threeOf(data, channels), width: info.width, height: info.height };
}

function threeOf(data: Uint8Array, channels: number): Uint8Array {
  const pixels = data.length / channels;
  const three = new Uint8Array(pixels * 3);
  for (let at = 0; at < pixels; at++)
    for (let part = 0; part < 3; part++) three[at * 3 + part] = data[at * channels + (channels >= 3 ? part : 0)] ?? 0;
  return three;
}

/**
 * 21 numbers that tell photos, screenshots, charts and pages of text apart: colours, brightness, edges, rows, and what the file
 * says. `size`: of the whole picture, in pixels and bytes.
 */
export function pictureFeatures(
  picture: SmallPicture,
  size: { readonly width: number; readonly height: number; readonly bytes: number },
): readonly number[] {
  const grey = greyOf(picture);
  return [
    ...colourFeatures(picture),
    ...edgeFeatures(grey, picture),
    ...rowFeatures(grey, picture),
    ...fileFeatures(size),
  ];
}

function greyOf({ data, width, height }: SmallPicture): Float32Array {
  const grey = new Float32Array(width * height);
  for (let at = 0; at < grey.length; at++)
    grey[at] = 0.299 * (data[at * 3] ?? 0) + 0.587 * (data[at * 3 + 1] ?? 0) + 0.114 * (data[at * 3 + 2] ?? 0);
  return grey;
}

/** How many colours of 4,096, the share of the most frequent ones, entropy of brightness, saturation, black and white. */
function colourFeatures({ data, width, height }: SmallPicture): number[] {
  const pixels = width * height;
  const colours = new Uint32Array(4096);
  const levels = new Uint32Array(32);
  let saturation = 0;
  let squares = 0;
  for (let at = 0; at < pixels; at++) {
    const red = data[at * 3] ?? 0;
    const green = data[at * 3 + 1] ?? 0;
    const blue = data[at * 3 + 2] ?? 0;
    const most = Math.max(red, green, blue);
    const part = most === 0 ? 0 : (most - Math.min(red, green, blue)) / most;
    saturation += part;
    squares += part * part;
    const colour = ((red >> 4) << 8) | ((green >> 4) << 4) | (blue >> 4);
    colours[colour] = (colours[colour] ?? 0) + 1;
    const level = Math.min(31, Math.floor((0.299 * red + 0.587 * green + 0.114 * blue) / 8));
    levels[level] = (levels[level] ?? 0) + 1;
  }
  const top = [...colours].filter((count) => count > 0).sort((a, b) => b - a);
  const entropy = [...levels].reduce(
    (sum, count) => (count === 0 ? sum : sum - (count / pixels) * Math.log2(count / pixels)),
    0,
  );
  const mean = saturation / pixels;
  const share = (from: readonly number[]) => from.reduce((sum, count) => sum + count, 0) / pixels;
  return [
    top.length,
    share(top.slice(0, 1)),
    share(top.slice(1, 2)),
    share(top.slice(0, 5)),
    entropy,
    mean,
    Math.sqrt(Math.max(0, squares / pixels - mean * mean)),
    (levels[31] ?? 0) / pixels,
    (levels[0] ?? 0) / pixels,
  ];
}

/** Shares of pixels with edges, strong edges, none, lines across and lines down, and how strong edges are. */
function edgeFeatures(grey: Float32Array, { width, height }: SmallPicture): number[] {
  const pixels = width * height;
  const counts = { edge: 0, strong: 0, flat: 0, across: 0, down: 0, sum: 0 };
  for (let y = 1; y < height - 1; y++)
    for (let x = 1; x < width - 1; x++) {
      const at = y * width + x;
      const dx = Math.abs((grey[at + 1] ?? 0) - (grey[at - 1] ?? 0));
      const dy = Math.abs((grey[at + width] ?? 0) - (grey[at - width] ?? 0));
      const size = dx + dy;
      counts.sum += size;
      if (size > 60) counts.edge++;
      if (size > 150) counts.strong++;
      if (size < 3) counts.flat++;
      if (dx > 40 && dy < 8) counts.down++;
      if (dy > 40 && dx < 8) counts.across++;
    }
  const { edge, strong, flat, across, down, sum } = counts;
  return [edge, strong, flat, across, down, sum].map((count) => count / pixels);
}

/** Lines of text make rows busy and empty by turns: the mean change along rows, its spread, and how often it crosses the mean. */
function rowFeatures(grey: Float32Array, { width, height }: SmallPicture): number[] {
  const rows = Array.from({ length: height }, (_, y) => {
    let sum = 0;
    for (let x = 1; x < width; x++) sum += Math.abs((grey[y * width + x] ?? 0) - (grey[y * width + x - 1] ?? 0));
    return sum / width;
  });
  const mean = rows.reduce((sum, row) => sum + row, 0) / height;
  const spread = Math.sqrt(rows.reduce((sum, row) => sum + (row - mean) ** 2, 0) / height);
  let turns = 0;
  for (let y = 1; y < height; y++) if ((rows[y] ?? 0) > mean !== (rows[y - 1] ?? 0) > mean) turns++;
  return [mean, spread, turns / height];
}

function fileFeatures({ width, height, bytes }: { width: number; height: number; bytes: number }): number[] {
  return [width / height, Math.log(width * height), bytes / (width * height)];
}
