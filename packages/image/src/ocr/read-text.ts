import type { Source } from '../picture/source.js';
import { type FoundLines, findLines } from './find-lines.js';
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
/** Grounds of pages and windows are of few colours; photos and soft drawings are not. */
const MOST_BEYOND_TWO = 0.2;
const MOST_BEYOND_SIX = 0.05;
const MOST_LINES = 200;
/** A single letter may be less sure than its line, but not guessed. */
const LEAST_LETTER = 0.3;
const MOST_CODE = 0.2;

/** The text of a picture that is nothing but text, when all of it is read surely and in time. */
export async function readText(source: Source, models: TextModels, needs: TextNeeds): Promise<TextRead> {
  const isLate = () => performance.now() > needs.until || needs.signal?.aborted === true;
  const found = await findLines(source.decoder(), source.size, models);
  if (!isOnlyText(found)) return { why: 'not_text' };
  const upright = await source.decoder().png({ compressionLevel: 0 }).toBuffer();
  const placed: PlacedText[] = [];
  for (const at of found.lines) {
    if (isLate()) return { why: 'late' };
    const within = {
      ...at,
      width: Math.min(at.width, source.size.width - at.left),
      height: Math.min(at.height, source.size.height - at.top),
    };
    const { text, confidence, least } = await readLine(source.from(upright).extract(within), within, models);
    if (text.trim() === '') continue;
    if (confidence < needs.minConfidence || least < LEAST_LETTER) return { why: 'unsure' };
    placed.push({ at: within, text });
  }
  if (placed.length === 0) return { why: 'not_text' };
  return isCode(placed) ? { why: 'code' } : { text: layOut(placed) };
}

function isOnlyText({ lines, otherEdges, otherColours }: FoundLines): boolean {
  const [beyondTwo, beyondSix] = otherColours;
  if (lines.length === 0 || lines.length > MOST_LINES) return false;
  return otherEdges <= MOST_OTHER_EDGES && beyondTwo <= MOST_BEYOND_TWO && beyondSix <= MOST_BEYOND_SIX;
}

/** In code every sign counts, and underscores, quotes and braces are what a reader of pictures gets wrong. */
function isCode(found: readonly PlacedText[]): boolean {
  const lines = found.filter(({ text }) => /[;{}]$|\) ?[:{]?$|\w_\w| [=!+*<>-]?= |=>|\w\(/.test(text.trimEnd()));
  return lines.length > found.length * MOST_CODE;
}
