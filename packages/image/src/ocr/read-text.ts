import type { Source } from '../picture/source.js';
import { findLines } from './find-lines.js';
import { layOut, type PlacedText } from './lay-out.js';
import type { TextModels } from './models.js';
import { readLine } from './read-line.js';

export interface TextNeeds {
  /** Every line has to be read as surely as this. */
  readonly minConfidence: number;
  /** A time of `performance.now()`. */
  readonly until: number;
  readonly signal: AbortSignal | undefined;
}

/** Why a picture was not read as text. */
export type NotRead = 'late' | 'unsure' | 'not_text' | 'code';
export type TextRead = { readonly text: string } | { readonly why: NotRead };

/** More of what stands out than this is no text: lines, symbols, pictures. */
const MOST_OTHER_EDGES = 0.12;
const MOST_LINES = 200;
/** A single letter may be less sure than its line, but not guessed. */
const LEAST_LETTER = 0.3;
const MOST_CODE = 0.2;

/** The text of a picture that is nothing but text, when all of it is read surely and in time. */
export async function readText(source: Source, models: TextModels, needs: TextNeeds): Promise<TextRead> {
  const isLate = () => performance.now() > needs.until || needs.signal?.aborted === true;
  const { lines, otherEdges } = await findLines(source.decoder(), source.size, models);
  if (lines.length === 0 || lines.length > MOST_LINES || otherEdges > MOST_OTHER_EDGES) return { why: 'not_text' };
  const upright = await source.decoder().png({ compressionLevel: 0 }).toBuffer();
  const found: PlacedText[] = [];
  for (const at of lines) {
    if (isLate()) return { why: 'late' };
    const within = {
      ...at,
      width: Math.min(at.width, source.size.width - at.left),
      height: Math.min(at.height, source.size.height - at.top),
    };
    const { text, confidence, least } = await readLine(source.from(upright).extract(within), within, models);
    if (text.trim() === '') continue;
    if (confidence < needs.minConfidence || least < LEAST_LETTER) return { why: 'unsure' };
    found.push({ at: within, text });
  }
  if (found.length === 0) return { why: 'not_text' };
  return isCode(found) ? { why: 'code' } : { text: layOut(found) };
}

/** In code every sign counts, and underscores, quotes and braces are what a reader of pictures gets wrong. */
function isCode(found: readonly PlacedText[]): boolean {
  const lines = found.filter(({ text }) => /[;{}]\s*$|\)\s*[:{]?\s*$|\w_\w| [=!+*<>-]?= |=>|\w\(/.test(text));
  return lines.length > found.length * MOST_CODE;
}
