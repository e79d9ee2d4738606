import type { PictureWire } from '../model/picture.js';
import {
  type GeminiLevel,
  type PatchLimit,
  type PictureBasis,
  type PictureFamily,
  type PictureRule,
  pictureFamily,
} from './picture-rules.js';

/** Pixels from left to right and from top to bottom. */
export interface Extent {
  readonly width: number;
  readonly height: number;
}

/** Who looks at a picture, and how closely. */
export interface PictureReader {
  readonly model?: string;
  readonly wire: PictureWire;
  /** `low`, `high`, `original`, `auto` of OpenAI; `low` to `ultra_high`, or `MEDIA_RESOLUTION_…`, of Gemini. */
  readonly detail?: string;
}

/** What a picture costs, and by which rule. */
export interface PictureCount {
  readonly tokens: number;
  /** The family whose rule was used: `gpt-5.4`. */
  readonly family: string;
  /** `nearest`: the model is not in the table and the family is its nearest. */
  readonly basis: PictureBasis;
}

type PatchRule = Extract<PictureRule, { kind: 'patches' }>;

/** What a picture of this size costs a reader, in input tokens, by the provider's rules of `PICTURE_RULES_DATE`. */
export function pictureTokens(size: Extent, reader: PictureReader): PictureCount {
  const { rule, name, basis }: PictureFamily = pictureFamily(reader.model, reader.wire);
  return { tokens: tokensBy(rule, size, reader.detail), family: name, basis };
}

function tokensBy(rule: PictureRule, size: Extent, detail: string | undefined): number {
  switch (rule.kind) {
    case 'levels':
      return rule.levels[levelOf(detail) ?? rule.usual];
    case 'gemini-tiles':
      return levelOf(detail) === 'low' ? rule.low : rule.tile * geminiTiles(size);
    case 'tiles': {
      if (detail === 'low') return rule.base;
      const { width, height } = tiledExtent(size);
      return rule.base + rule.tile * Math.ceil(width / 512) * Math.ceil(height / 512);
    }
    case 'anthropic':
      return patches(anthropicExtent(size, rule.limit), 28);
    case 'patches':
      return Math.ceil(patches(patchExtent(size, limitOf(rule, detail)), 32) * rule.factor - 1e-6);
  }
}

/**
 * The size that the provider itself looks at: smaller pictures as they are, larger ones shrunk in their shape. Undefined where the
 * provider does not say (Gemini): nothing may be shrunk there without a loss.
 */
export function keptExtent(size: Extent, reader: PictureReader): Extent | undefined {
  const { rule } = pictureFamily(reader.model, reader.wire);
  if (rule.kind === 'anthropic') return anthropicExtent(size, rule.limit);
  if (rule.kind === 'patches') return patchExtent(size, limitOf(rule, reader.detail));
  if (rule.kind === 'tiles') return reader.detail === 'low' ? within(size, 512) : tiledExtent(size);
  return undefined;
}

const patches = ({ width, height }: Extent, side: number): number => Math.ceil(width / side) * Math.ceil(height / side);

const pixels = (value: number): number => Math.max(1, Math.round(value));

const scaled = ({ width, height }: Extent, by: number): Extent => ({
  width: pixels(width * by),
  height: pixels(height * by),
});

/** Within a square of a side, in its shape. */
function within(size: Extent, side: number): Extent {
  const longer = Math.max(size.width, size.height);
  return longer <= side ? size : scaled(size, side / longer);
}

/** The largest longer side with which the picture, in its shape, stays within the limit; found by halving. */
function anthropicExtent(size: Extent, limit: PatchLimit): Extent {
  const longer = Math.max(size.width, size.height);
  const fits = (side: number) => patches(scaled(size, side / longer), 28) <= limit.patches;
  if (longer <= limit.side && patches(size, 28) <= limit.patches) return size;
  let good = 1;
  let bad = Math.min(longer, limit.side) + 1;
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2);
    if (fits(middle)) good = middle;
    else bad = middle;
  }
  return scaled(size, good / longer);
}

/** Fitted to the side, then by area to the patches, then down to whole patches on the side that would lose the larger part. */
function patchExtent(size: Extent, limit: PatchLimit): Extent {
  const fitted = within(size, limit.side);
  if (patches(fitted, 32) <= limit.patches) return fitted;
  const by = Math.sqrt((limit.patches * 32 * 32) / (fitted.width * fitted.height));
  const across = (fitted.width * by) / 32;
  const down = (fitted.height * by) / 32;
  const whole = Math.min(wholePart(across), wholePart(down));
  return scaled(fitted, by * whole);
}

/** A strip of less than a patch keeps its patch. */
const wholePart = (count: number): number => (count < 1 ? 1 : Math.floor(count) / count);

/** Within 2048, then the shorter side down to 768. */
function tiledExtent(size: Extent): Extent {
  const fitted = within(size, 2048);
  const shorter = Math.min(fitted.width, fitted.height);
  return shorter <= 768 ? fitted : scaled(fitted, 768 / shorter);
}

function limitOf(rule: PatchRule, detail: string | undefined): PatchLimit {
  if (detail === 'low' && rule.low) return rule.low;
  const wanted = detail === 'high' || detail === 'original' ? detail : rule.auto;
  return wanted === 'original' && rule.original ? rule.original : rule.high;
}

/** `MEDIA_RESOLUTION_HIGH` and `high` are one. */
function levelOf(detail: string | undefined): GeminiLevel | undefined {
  const level = detail?.toLowerCase().replace('media_resolution_', '');
  return level === 'low' || level === 'medium' || level === 'high' || level === 'ultra_high' ? level : undefined;
}

/** Squares of two thirds of the shorter side, of 256 pixels at least and 768 at most; a picture up to 384 pixels is one. */
function geminiTiles({ width, height }: Extent): number {
  if (width <= 384 && height <= 384) return 1;
  const side = Math.min(768, Math.max(256, Math.floor(Math.min(width, height) / 1.5)));
  return Math.ceil(width / side) * Math.ceil(height / side);
}
