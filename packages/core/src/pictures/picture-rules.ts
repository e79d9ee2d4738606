import type { PictureWire } from '../model/picture.js';

/** When the providers' pages were last read. */
export const PICTURE_RULES_DATE = '2026-11-21';

/** Where the rules stand; measured rows name a thread in their comment. */
export const PICTURE_RULES_SOURCES = {
  anthropic: 'https://platform.claude.com/docs/en/build-with-claude/vision',
  openai: 'https://developers.openai.com/api/docs/guides/images-vision',
  gemini: 'https://ai.google.dev/gemini-api/docs/media-resolution',
} as const;

/** How far a rule can be trusted for a model: by the provider's page, by what others measured, or by its nearest relative. */
export type PictureBasis = 'documented' | 'measured' | 'nearest';

/** A limit of patches and of the longer side in pixels. */
export interface PatchLimit {
  readonly patches: number;
  readonly side: number;
}

/** How a family of models counts a picture. */
export type PictureRule =
  /** Patches of 28 pixels; the largest size within the limit that keeps the shape. */
  | { readonly kind: 'anthropic'; readonly limit: PatchLimit }
  /** Patches of 32 pixels, as many as whole patches fit the limit of the detail. */
  | {
      readonly kind: 'patches';
      readonly factor: number;
      readonly high: PatchLimit;
      readonly original?: PatchLimit;
      /** Absent: `low` was measured to change nothing. */
      readonly low?: PatchLimit;
      /** What no detail, or `auto`, means. */
      readonly auto: 'high' | 'original';
    }
  /** Tiles of 512 pixels after fitting 2048 and a shorter side of 768; `low` is the base alone. */
  | { readonly kind: 'tiles'; readonly base: number; readonly tile: number }
  /** A number for each level of resolution, whatever the size. */
  | { readonly kind: 'levels'; readonly levels: Readonly<Record<GeminiLevel, number>>; readonly usual: GeminiLevel }
  /** 258 for a small picture, else for each tile. */
  | { readonly kind: 'gemini-tiles'; readonly tile: number; readonly low: number };

export type GeminiLevel = 'low' | 'medium' | 'high' | 'ultra_high';

/** A rule and the models it is for. */
export interface PictureFamily {
  readonly name: string;
  readonly basis: PictureBasis;
  readonly rule: PictureRule;
}

const HIGH: PatchLimit = { patches: 2500, side: 2048 };
const SMALL_HIGH: PatchLimit = { patches: 1536, side: 2048 };
const LOW: PatchLimit = { patches: 256, side: 512 };

const small = (name: string, factor: number): PictureFamily => ({
  name,
  basis: 'documented',
  rule: { kind: 'patches', factor, high: SMALL_HIGH, auto: 'high' },
});
const tiles = (name: string, base: number, tile: number): PictureFamily => ({
  name,
  basis: 'documented',
  rule: { kind: 'tiles', base, tile },
});

const STANDARD: PictureFamily = {
  name: 'claude, standard resolution',
  basis: 'documented',
  rule: { kind: 'anthropic', limit: { patches: 1568, side: 1568 } },
};
const HIGH_RESOLUTION: PictureFamily = {
  name: 'claude, high resolution',
  basis: 'documented',
  rule: { kind: 'anthropic', limit: { patches: 4784, side: 2576 } },
};
const GPT_54: PictureFamily = {
  name: 'gpt-5.4',
  basis: 'documented',
  rule: { kind: 'patches', factor: 1, low: LOW, high: HIGH, original: { patches: 10_000, side: 6000 }, auto: 'high' },
};
// Two sizes measured by users: 1024x1024 at 1,229 and 4032x3024 at 2,942 (high) and 14,364 (auto), which no limit of patches cut.
const GPT_6: PictureFamily = {
  name: 'gpt-6',
  basis: 'measured',
  rule: {
    kind: 'patches',
    factor: 1.2,
    low: LOW,
    high: HIGH,
    original: { patches: Number.POSITIVE_INFINITY, side: 6000 },
    auto: 'original',
  },
};
const GEMINI_3: PictureFamily = {
  name: 'gemini-3',
  basis: 'documented',
  rule: { kind: 'levels', levels: { low: 280, medium: 560, high: 1120, ultra_high: 2240 }, usual: 'high' },
};
const GEMINI_2: PictureFamily = {
  name: 'gemini-2',
  basis: 'documented',
  rule: { kind: 'gemini-tiles', tile: 258, low: 64 },
};

/** The first that fits a model's id, without the provider's name before it. */
const OPENAI: readonly (readonly [RegExp, PictureFamily])[] = [
  [/^gpt-(?:5\.[4-9]|6(?:\.\d)?)-mini/, small('gpt-5.4-mini', 1.62)],
  [/^gpt-(?:5\.[4-9]|6(?:\.\d)?)-nano/, small('gpt-5.4-nano', 2.46)],
  [/^gpt-6/, GPT_6],
  [/^gpt-5\.4/, GPT_54],
  [/^gpt-5\.[5-9]/, { ...GPT_54, basis: 'nearest' }],
  [/^gpt-5\.[23]/, small('gpt-5.2', 1)],
  [/^gpt-5(?:\.1)?-mini/, small('gpt-5-mini', 1.62)],
  [/^gpt-5(?:\.1)?-nano/, small('gpt-5-nano', 2.46)],
  [/^gpt-5\.1/, { ...tiles('gpt-5', 70, 140), basis: 'nearest' }],
  [/^gpt-5/, tiles('gpt-5', 70, 140)],
  [/^gpt-4\.1-mini/, small('gpt-4.1-mini', 1.62)],
  [/^gpt-4\.1-nano/, small('gpt-4.1-nano', 2.46)],
  [/^o4-mini/, small('o4-mini', 1.72)],
  [/^gpt-4o-mini/, tiles('gpt-4o-mini', 2833, 5667)],
  [/^(?:gpt-4o|gpt-4\.1|gpt-4\.5|chatgpt-4o)/, tiles('gpt-4o', 85, 170)],
  [/^gpt-4/, { ...tiles('gpt-4o', 85, 170), basis: 'nearest' }],
  [/^o[13](?!\d)/, tiles('o1', 75, 150)],
  [/^computer-use/, tiles('computer-use-preview', 65, 129)],
];

const nearest = (family: PictureFamily): PictureFamily => ({ ...family, basis: 'nearest' });

/**
 * The family of a model, else of the dialect it is spoken to in. A model that no row knows gets the newest of its provider,
 * said as `nearest`: the newest keeps the most pixels, so that nobody shrinks below it by mistake.
 */
export function pictureFamily(model: string | undefined, wire: PictureWire): PictureFamily {
  const id = (model ?? '').toLowerCase();
  if (id.includes('claude')) return claudeFamily(id);
  if (id.includes('gemini')) return geminiFamily(id);
  const name = id.slice(id.lastIndexOf('/') + 1);
  for (const [pattern, family] of OPENAI) if (pattern.test(name)) return family;
  if (wire === 'anthropic') return nearest(HIGH_RESOLUTION);
  if (wire === 'gemini') return nearest(GEMINI_3);
  return nearest(GPT_54);
}

/** High resolution from 4.7 on. Dates behind a name are not versions. */
function claudeFamily(id: string): PictureFamily {
  const found = /claude-(?:[a-z]{1,20}-)?(\d{1,2})(?:[.-](\d{1,2}))?(?!\d)/.exec(id);
  if (!found) return nearest(HIGH_RESOLUTION);
  const major = Number(found[1]);
  const minor = Number(found[2] ?? 0);
  return major > 4 || (major === 4 && minor >= 7) ? HIGH_RESOLUTION : STANDARD;
}

function geminiFamily(id: string): PictureFamily {
  const found = /gemini-(\d{1,2})/.exec(id);
  const major = Number(found?.[1] ?? 0);
  if (!found) return nearest(GEMINI_3);
  if (major > 4) return nearest(GEMINI_3);
  if (major >= 3) return GEMINI_3;
  return major === 2 ? GEMINI_2 : nearest(GEMINI_2);
}
