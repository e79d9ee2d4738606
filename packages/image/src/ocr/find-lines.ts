import type { Region } from '@headroom/core';
import sharp, { type Sharp } from 'sharp';
import type { Grid, TextModels } from './models.js';

/** Larger pictures are looked for lines at this size. */
const LONGEST_SIDE = 1600;
const STEP = 32;
const LIKELY = 0.3;
const SURE = 0.55;
/** How far the model shrinks lines, undone (DB, arXiv 1911.08947). */
const GROWTH = 1.6;
const MEANS = [0.485, 0.456, 0.406];
const SPREADS = [0.229, 0.224, 0.225];
const EDGE = 60;

/** Lines of text, in pixels of the whole picture, and how much of what stands out is no text. */
export interface FoundLines {
  readonly lines: readonly Region[];
  /** The share of edges outside of lines. */
  readonly otherEdges: number;
  /** The share of pixels outside of lines that have none of the two most frequent colours there, and none of the six. */
  readonly otherColours: readonly [beyondTwo: number, beyondSix: number];
}

/** Finds the lines of text in a picture of a size. */
export async function findLines(
  picture: Sharp,
  size: { readonly width: number; readonly height: number },
  models: Pick<TextModels, 'find'>,
): Promise<FoundLines> {
  const by = Math.min(1, LONGEST_SIDE / Math.max(size.width, size.height));
  const width = Math.max(STEP, Math.round((size.width * by) / STEP) * STEP);
  const height = Math.max(STEP, Math.round((size.height * by) / STEP) * STEP);
  const pixels = await rgb(picture.resize(width, height, { fit: 'fill' }));
  const likely = await models.find(normal(pixels, width, height));
  const boxes = boxesOf(likely.data, width, height);
  const [across, down] = [size.width / width, size.height / height];
  return {
    lines: boxes.map((box) => scaled(box, across, down)),
    ...besides(pixels, width, boxes),
  };
}

/** Three bytes a pixel, on white. */
export async function rgb(picture: Sharp): Promise<Uint8Array> {
  const raw = picture.flatten({ background: '#fff' }).toColourspace('srgb').removeAlpha().raw();
  const { data, info } = await raw.toBuffer({ resolveWithObject: true });
  if (info.channels === (3 as number)) return data;
  const { width, height } = info;
  const channels = info.channels as 1 | 2 | 3 | 4;
  return sharp(data, { raw: { width, height, channels } }).toColourspace('srgb').removeAlpha().raw().toBuffer();
}

function normal(pixels: Uint8Array, width: number, height: number): Grid {
  const area = width * height;
  const data = new Float32Array(area * 3);
  for (let at = 0; at < area; at++)
    for (let part = 0; part < 3; part++)
      data[part * area + at] = ((pixels[at * 3 + part] ?? 0) / 255 - (MEANS[part] ?? 0)) / (SPREADS[part] ?? 1);
  return { data, dims: [1, 3, height, width] };
}

/** Upright boxes around what hangs together and is likely enough. */
function boxesOf(likely: Float32Array, width: number, height: number): Region[] {
  const seen = new Uint8Array(likely.length);
  const found: Region[] = [];
  for (let start = 0; start < likely.length; start++) {
    if (seen[start] || (likely[start] ?? 0) <= LIKELY) continue;
    const patch = patchFrom(start, likely, width, height, seen);
    if (patch.count < 12 || patch.sum / patch.count < SURE) continue;
    const [across, down] = [patch.right - patch.left + 1, patch.bottom - patch.top + 1];
    const grow = (across * down * GROWTH) / (2 * (across + down));
    const left = Math.max(0, Math.floor(patch.left - grow));
    const top = Math.max(0, Math.floor(patch.top - grow));
    found.push({
      left,
      top,
      width: Math.min(width, Math.ceil(patch.right + 1 + grow)) - left,
      height: Math.min(height, Math.ceil(patch.bottom + 1 + grow)) - top,
    });
  }
  return found;
}

interface Patch {
  left: number;
  right: number;
  top: number;
  bottom: number;
  count: number;
  sum: number;
}

/** All pixels that hang together with one, marked as seen. */
function patchFrom(start: number, likely: Float32Array, width: number, height: number, seen: Uint8Array): Patch {
  const patch: Patch = { left: width, right: 0, top: height, bottom: 0, count: 0, sum: 0 };
  const waiting = [start];
  seen[start] = 1;
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    const x = at % width;
    const y = (at - x) / width;
    patch.left = Math.min(patch.left, x);
    patch.right = Math.max(patch.right, x);
    patch.top = Math.min(patch.top, y);
    patch.bottom = Math.max(patch.bottom, y);
    patch.count++;
    patch.sum += likely[at] ?? 0;
    for (const next of [x > 0 ? at - 1 : -1, x < width - 1 ? at + 1 : -1, at - width, at + width]) {
      if (next < 0 || next >= likely.length || seen[next] || (likely[next] ?? 0) <= LIKELY) continue;
      seen[next] = 1;
      waiting.push(next);
    }
  }
  return patch;
}

function scaled({ left, top, width, height }: Region, across: number, down: number): Region {
  return {
    left: Math.floor(left * across),
    top: Math.floor(top * down),
    width: Math.max(1, Math.ceil(width * across)),
    height: Math.max(1, Math.ceil(height * down)),
  };
}

/** What a picture holds besides its lines. */
function besides(
  pixels: Uint8Array,
  width: number,
  boxes: readonly Region[],
): Pick<FoundLines, 'otherEdges' | 'otherColours'> {
  const height = pixels.length / 3 / width;
  const inside = new Uint8Array(width * height);
  for (const { left, top, width: across, height: down } of boxes)
    for (let y = top; y < top + down; y++) inside.fill(1, y * width + left, y * width + left + across);
  return { otherEdges: otherEdges(pixels, width, inside), otherColours: otherColours(pixels, inside) };
}

function otherEdges(pixels: Uint8Array, width: number, inside: Uint8Array): number {
  const height = inside.length / width;
  let other = 0;
  let all = 0;
  for (let y = 1; y < height - 1; y++)
    for (let x = 1; x < width - 1; x++) {
      const at = (y * width + x) * 3 + 1;
      const size =
        Math.abs((pixels[at + 3] ?? 0) - (pixels[at - 3] ?? 0)) +
        Math.abs((pixels[at + width * 3] ?? 0) - (pixels[at - width * 3] ?? 0));
      if (size < EDGE) continue;
      all++;
      if (!inside[y * width + x]) other++;
    }
  return all === 0 ? 0 : other / all;
}

function otherColours(pixels: Uint8Array, inside: Uint8Array): readonly [number, number] {
  const counts = new Uint32Array(4096);
  let all = 0;
  for (let at = 0; at < inside.length; at++) {
    if (inside[at]) continue;
    const [red = 0, green = 0, blue = 0] = [pixels[at * 3], pixels[at * 3 + 1], pixels[at * 3 + 2]];
    const colour = ((red >> 4) << 8) | ((green >> 4) << 4) | (blue >> 4);
    counts[colour] = (counts[colour] ?? 0) + 1;
    all++;
  }
  const top = [...counts].sort((a, b) => b - a);
  const beyond = (most: number) =>
    all === 0 ? 0 : 1 - top.slice(0, most).reduce((sum, count) => sum + count, 0) / all;
  return [beyond(2), beyond(6)];
}
