import type { Picture, PictureRouter } from '../model/picture.js';
import type { Store } from '../model/store.js';
import { partOfPicture } from '../pictures/part-of-picture.js';
import { ofDataUrl } from '../pictures/wires.js';
import { contentHash } from './hash.js';
import { readHash } from './marker.js';
import { MAX_SELECTOR_CHARACTERS, type Part, type Selector, selectPart } from './select-part.js';
import { guardOf } from './store-guard.js';

/** Which part of an original is wanted; without any selector all of it. */
export interface RetrieveOptions extends Selector {
  /** Most characters to return; the rest is said to remain. Default: no limit for programs. */
  readonly maxCharacters?: number;
}

/** The answer to a retrieve: the text, or a final word on why there is none. */
export type RetrieveResult =
  | {
      readonly status: 'found';
      readonly hash: string;
      readonly text: string;
      /** What part of the original this is, for example `lines 120-180 of 900`. */
      readonly part: string;
      /** True when the text is the whole original. */
      readonly whole: boolean;
      /** Where the original is a picture: it, or the asked region of it. The text then says what it shows. */
      readonly picture?: Pick<Picture, 'mediaType' | 'data'>;
      /** When the limit cut the text: the selector that brings the rest, for example `lines: "812-"`. */
      readonly remaining?: string;
    }
  | { readonly status: 'unknown' | 'expired' | 'invalid' | 'failed'; readonly hash: string; readonly message: string };

/** A store that has not answered all that it is asked by then is taken to be away. */
const READ_MS = 5000;

const AGAIN = 'Do not ask for this hash again; run the tool that produced the output once more if you still need it.';

/**
 * Brings back an original, or the asked part of it, by its hash. Accepts the hash in every form a model may write it. Content is
 * checked against its address: a damaged original is an error, never an answer.
 */
export async function retrieve(
  store: Store,
  key: string,
  options: RetrieveOptions = {},
  pictures?: Pick<PictureRouter, 'cut'>,
): Promise<RetrieveResult> {
  const hash = typeof key === 'string' && key.length <= MAX_SELECTOR_CHARACTERS ? readHash(key) : undefined;
  if (!hash) {
    return {
      status: 'invalid',
      hash: String(key).slice(0, 80),
      message: 'That is not a hash. Copy the 24 hexadecimal digits after "hash=" from the marker.',
    };
  }
  let original: string | undefined;
  const until = performance.now() + READ_MS;
  try {
    const guard = guardOf(store);
    original = await guard.get(hash, READ_MS);
    if (original === undefined) {
      const expired = (await guard.expired(hash, Math.max(0, until - performance.now()))) === true;
      return expired
        ? { status: 'expired', hash, message: `The original has expired and is gone for good. ${AGAIN}` }
        : { status: 'unknown', hash, message: `No original is known under this hash. ${AGAIN}` };
    }
  } catch (error) {
    return {
      status: 'failed',
      hash,
      message: `The store could not be read (${error instanceof Error ? error.name : 'unknown error'}). ${AGAIN}`,
    };
  }
  if (contentHash(original) !== hash)
    return { status: 'failed', hash, message: `The stored original is damaged and is not served. ${AGAIN}` };
  const picture = ofDataUrl(original);
  if (picture) return { hash, ...(await partOfPicture(picture, options.path, pictures)) };
  const part = selectPart(original, options);
  if ('problem' in part) return { status: 'invalid', hash, message: part.problem };
  return { status: 'found', hash, ...bound(part, options.maxCharacters) };
}

function bound(part: Part, limit = Number.POSITIVE_INFINITY): Omit<Part, 'from'> & { readonly remaining?: string } {
  const { text, from, ...named } = part;
  if (text.length <= limit) return { text, ...named };
  const line = text.lastIndexOf('\n', limit);
  const atLine = line >= limit * 0.8;
  const shown = text.slice(0, atLine ? line : Math.floor(limit * 0.8)).replace(/[\ud800-\udbff]$/, '');
  const remaining = from && remainder(from, shown, atLine);
  const next = remaining ? `; the rest comes with ${remaining}` : '';
  const size = `its first ${shown.length} of ${text.length} characters`;
  return {
    text: shown,
    part: `${named.part}; ${size}, ask for a narrower part to see more${next}`,
    whole: false,
    ...(remaining ? { remaining } : {}),
  };
}

/** The selector that goes on where a text was cut. */
function remainder(from: NonNullable<Part['from']>, shown: string, atLine: boolean): string | undefined {
  if (from.unit === 'offset') return `offset: ${from.at + shown.length}`;
  if (atLine) return `${from.unit}: "${from.at + shown.split('\n').length}-"`;
  // Cut within a line: only characters can go on from there, and they are counted from the start of the original.
  return from.unit === 'lines' && from.at === 1 ? `offset: ${shown.length}` : undefined;
}
