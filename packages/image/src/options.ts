import { HeadroomError } from '@headroom/core';

/** What the router may do besides keeping a picture. */
export type Technique = 'fit' | 'low' | 'crop' | 'text';

export interface ImageRouterOptions {
  /** What may be done; all by default. `fit` loses nothing, the others only happen where the model can ask for the whole. */
  readonly techniques?: readonly Technique[];
  /** Pictures with more pixels are never decoded. Default: 50 million. */
  readonly maxPixels?: number;
  /** How sure the reader of questions has to be for a small picture, 0.5 to 1. Default: 0.85. */
  readonly minConfidence?: number;
  /** How sure the reader of text has to be of every line, 0.5 to 1. Default: 0.85. */
  readonly minTextConfidence?: number;
  /** Milliseconds that reading text may take; then the picture stays. Default: 4,000. */
  readonly textDeadlineMs?: number;
  /** Tools whose pictures a model points into by pixels: they only ever get `fit`. Default: names of computers, browsers and screens. */
  readonly pointedTools?: RegExp;
}

export type ImageSettings = Required<ImageRouterOptions>;

const TECHNIQUES: readonly Technique[] = ['fit', 'low', 'crop', 'text'];

const DEFAULTS: ImageSettings = {
  techniques: TECHNIQUES,
  maxPixels: 50_000_000,
  minConfidence: 0.85,
  minTextConfidence: 0.85,
  textDeadlineMs: 4000,
  pointedTools: /computer|browser|screen|desktop|click|playwright|puppeteer|selenium|appium|mobile/i,
};

const isShare = (value: unknown): boolean => typeof value === 'number' && value >= 0.5 && value <= 1;
const isPositive = (value: unknown): boolean => typeof value === 'number' && value > 0;
const isTechniques = (value: unknown): boolean =>
  Array.isArray(value) && value.every((each) => TECHNIQUES.some((technique) => technique === each));

const CHECKS: Readonly<Record<keyof ImageSettings, readonly [check: (value: unknown) => boolean, wanted: string]>> = {
  techniques: [isTechniques, `a list of ${TECHNIQUES.join(', ')}`],
  maxPixels: [isPositive, 'a number of pixels'],
  minConfidence: [isShare, 'a number from 0.5 to 1'],
  minTextConfidence: [isShare, 'a number from 0.5 to 1'],
  textDeadlineMs: [isPositive, 'a number of milliseconds'],
  pointedTools: [(value) => value instanceof RegExp, 'a pattern'],
};

/** Options with their defaults. Throws a {@link HeadroomError} for names and values that are not known. */
export function imageSettings(options: ImageRouterOptions): ImageSettings {
  for (const [name, value] of Object.entries(options)) {
    const known = CHECKS[name as keyof ImageSettings];
    if (!known)
      throw new HeadroomError(
        'unknown_option',
        `imageRouter() has no option "${name}"; ${Object.keys(CHECKS).join(', ')}`,
        name,
      );
    if (value !== undefined && !known[0](value))
      throw new HeadroomError('invalid_option', `imageRouter({ ${name} }) needs ${known[1]}`, name);
  }
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  return { ...DEFAULTS, ...given };
}
