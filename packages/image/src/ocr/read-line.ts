import type { Sharp } from 'sharp';
import { rgb } from './find-lines.js';
import type { Grid, TextModels } from './models.js';

const HEIGHT = 48;
const NARROWEST = 16;
/** Wider lines are read as if they were so wide. */
const WIDEST = 3200;

export interface ReadLine {
  readonly text: string;
  /** The mean odds of its characters, and those of the least likely one; 0 for an empty line. */
  readonly confidence: number;
  readonly least: number;
}

/** Reads a line of a size that was cut out of a picture. */
export async function readLine(
  line: Sharp,
  size: { readonly width: number; readonly height: number },
  { read, characters }: Pick<TextModels, 'read' | 'characters'>,
): Promise<ReadLine> {
  const width = Math.min(WIDEST, Math.max(NARROWEST, Math.ceil((size.width * HEIGHT) / size.height)));
  const pixels = await rgb(line.resize(width, HEIGHT, { fit: 'fill' }));
  return decoded(await read(normal(pixels, width)), characters);
}

function normal(pixels: Uint8Array, width: number): Grid {
  const area = width * HEIGHT;
  const data = new Float32Array(area * 3);
  for (let at = 0; at < area; at++)
    for (let part = 0; part < 3; part++) data[part * area + at] = (pixels[at * 3 + part] ?? 0) / 127.5 - 1;
  return { data, dims: [1, 3, HEIGHT, width] };
}

/** The likeliest character of each step; repeats count once, gaps not at all (CTC). */
function decoded({ data, dims }: Grid, characters: readonly string[]): ReadLine {
  const [, steps = 0, classes = 0] = dims;
  let text = '';
  let before = 0;
  const odds: number[] = [];
  for (let step = 0; step < steps; step++) {
    let best = 0;
    for (let each = 1; each < classes; each++)
      if ((data[step * classes + each] ?? 0) > (data[step * classes + best] ?? 0)) best = each;
    if (best !== 0 && best !== before) {
      text += characters[best] ?? '';
      odds.push(data[step * classes + best] ?? 0);
    }
    before = best;
  }
  const sum = odds.reduce((all, each) => all + each, 0);
  return { text, confidence: odds.length === 0 ? 0 : sum / odds.length, least: Math.min(1, ...odds) };
}
