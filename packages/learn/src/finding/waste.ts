import type { Call } from './call.js';
import type { Sink } from './observer.js';

/** Files that were read, by the call to the letter: how long the text was, and what it was. */
export type Reads = Record<string, { readonly mark: string; readonly path: string }>;

/** A large output of which nothing was used yet: plain JSON. */
export interface Large {
  readonly what: string;
  readonly characters: number;
  /** The names in it. */
  readonly words: Record<string, 1>;
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
const WORD = /[A-Za-z_]\w{5,}/g;
/** Names in camel or snake case or with a digit: plain words anybody may say. */
const isName = (word: string) => /[a-z0-9][A-Z]|[A-Za-z]_[A-Za-z]|\d/.test(word);
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
  const before = reads[act.input];
  if (before && before.mark === act.mark) sink.wasted('reread', path, act.characters);
  reads[act.input] = { mark: act.mark, path };
  const keys = Object.keys(reads);
  if (keys.length > MOST_READS) delete reads[keys[0] as string];
}

/** Remembers the names in a large output. */
export function noteLarge(large: Large[], { act, command }: Call, words: Record<string, 1>): void {
  if (act.kind !== 'shell' && act.kind !== 'search' && act.kind !== 'other') return;
  const what =
    act.kind === 'shell' ? (command?.main.words.slice(0, 3).join(' ') ?? 'a line of several commands') : act.tool;
  large.push({ what, characters: act.characters, words, steps: 0 });
  if (large.length > MOST_LARGE) large.shift();
}

/** Takes away the outputs that a call or an answer takes a word from, and tells of those that none did for long. */
export function noteUse(large: Large[], text: string, sink: Pick<Sink, 'wasted'>): void {
  if (large.length === 0) return;
  const words = text.slice(0, 20_000).match(WORD) ?? [];
  for (let i = large.length - 1; i >= 0; i--) {
    const one = large[i] as Large;
    one.steps += 1;
    if (words.some((word) => Object.hasOwn(one.words, word))) large.splice(i, 1);
    else if (one.steps > STEPS) {
      sink.wasted('unused', one.what, one.characters);
      large.splice(i, 1);
    }
  }
}

/** The names in a text, but for those that were asked with; undefined for one that is not large, or in which there are too few or too many. */
export function namesIn(text: string, asked: string): Record<string, 1> | undefined {
  if (text.length < LARGE || text.length > MOST_CHARACTERS) return undefined;
  const names: Record<string, 1> = Object.create(null);
  const own = new Set(asked.match(WORD) ?? []);
  let count = 0;
  for (const [word] of text.matchAll(WORD)) {
    if (names[word] !== undefined || own.has(word) || !isName(word)) continue;
    names[word] = 1;
    count += 1;
    if (count > MOST_NAMES) return undefined;
  }
  return count < FEWEST ? undefined : names;
}
