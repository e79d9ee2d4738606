import type { Call } from './call.js';
import type { Sink } from './observer.js';

/** Files that were read, by the call to the letter: how long the text was, and what it was. */
export type Reads = Record<string, { readonly mark: string; readonly path: string }>;

/** A large output of which nothing was used yet. It is not kept from run to run. */
export interface Large {
  readonly what: string;
  readonly characters: number;
  /** The names in it. */
  readonly names: ReadonlySet<string>;
  /** Calls and answers since. */
  steps: number;
}

const MOST_READS = 60;
const LARGE = 8000;
const MOST_LARGE = 4;
const MOST_NAMES = 5000;
const MOST_CHARACTERS = 400_000;
/** Steps after which an output that was not used is taken for one that will not be. */
const STEPS = 40;
const SHORTEST = 6;
const WORD = /[A-Za-z_]\w{5,}/g;
/** Fewer names than this tell nothing. */
const FEWEST = 12;

/** Tells of a file that is read once more though it says the same and nothing was forgotten. */
export function reread(reads: Reads, { act, paths }: Call, sink: Pick<Sink, 'wasted'>): void {
  const path = paths[0];
  if (path === undefined) return;
  if (act.kind === 'edit' || act.kind === 'write') {
    for (const [key, read] of Object.entries(reads)) if (read.path === path) delete reads[key];
    return;
  }
  if (act.kind !== 'read' || act.outcome !== 'ok') return;
  const key = `:${act.input}`;
  const before = reads[key];
  if (before && before.mark === act.mark) sink.wasted('reread', path, act.characters);
  reads[key] = { mark: act.mark, path };
  const keys = Object.keys(reads);
  if (keys.length > MOST_READS) delete reads[keys[0] as string];
}

/** Remembers the names in a large output. */
export function noteLarge(large: Large[], { act, command }: Call, names: ReadonlySet<string>): void {
  if (act.kind !== 'shell' && act.kind !== 'search' && act.kind !== 'other') return;
  const what =
    act.kind === 'shell' ? (command?.main.words.slice(0, 3).join(' ') ?? 'a line of several commands') : act.tool;
  large.push({ what, characters: act.characters, names, steps: 0 });
  if (large.length > MOST_LARGE) large.shift();
}

/** Takes away the outputs that a call or an answer takes a word from, and tells of those that none did for long. */
export function noteUse(large: Large[], text: string, sink: Pick<Sink, 'wasted'>): void {
  if (large.length === 0) return;
  const words = text.slice(0, 20_000).match(WORD) ?? [];
  for (let i = large.length - 1; i >= 0; i--) {
    const one = large[i] as Large;
    one.steps += 1;
    if (words.some((word) => one.names.has(word))) large.splice(i, 1);
    else if (one.steps > STEPS) {
      sink.wasted('unused', one.what, one.characters);
      large.splice(i, 1);
    }
  }
}

const [UNDERSCORE, LOWER, UPPER, DIGIT] = [1, 2, 3, 4];
/** The kind of each sign that a name is made of. */
const KINDS = Uint8Array.from({ length: 128 }, (_, code) => {
  const sign = String.fromCharCode(code);
  if (sign === '_') return UNDERSCORE;
  return /[a-z]/.test(sign) ? LOWER : /[A-Z]/.test(sign) ? UPPER : /\d/.test(sign) ? DIGIT : 0;
});

/**
 * The names in a text: words of six signs and more in camel or snake case or with a digit, since plain words anybody may say. Those that were
 * asked with are left out; undefined for a text that is not large, or in which there are too few or too many. Sign by sign: all large outputs go through here.
 */
export function namesIn(text: string, asked: string): Set<string> | undefined {
  if (text.length < LARGE || text.length > MOST_CHARACTERS) return undefined;
  const names = new Set<string>();
  let from = -1;
  let isName = false;
  let last = 0;
  for (let at = 0; at <= text.length; at++) {
    const code = at < text.length ? text.charCodeAt(at) : 0;
    const kind = code < 128 ? (KINDS[code] as number) : 0;
    if (kind === 0) {
      if (isName && at - from >= SHORTEST) names.add(text.slice(from, at));
      if (names.size > MOST_NAMES) return undefined;
      from = -1;
      isName = false;
    } else if (from < 0) {
      if (kind !== DIGIT) from = at;
    } else if (
      kind === DIGIT ||
      (kind === UPPER && last === LOWER) ||
      (last === UNDERSCORE && kind > UNDERSCORE && at - from > 1)
    )
      isName = true;
    last = kind;
  }
  for (const word of asked.match(WORD) ?? []) names.delete(word);
  return names.size < FEWEST ? undefined : names;
}
