import {
  type AskedWords,
  type Block,
  bareOf,
  type InTurns,
  isSentences,
  neededWords,
  readBlocks,
  type Word,
  wordsOf,
} from '@headroom/core/prose';
import { keepAskedSentences } from './asked-sentences.js';
import { factsOf, type WordFacts } from './linguistic/word-facts.js';
import type { Scorer } from './scorer.js';

/** What was written of a text, and of how many words. */
export interface Telegram {
  readonly text: string;
  /** Words that could go, and those that went. */
  readonly words: number;
  readonly dropped: number;
}

export interface TelegramOptions {
  /** The share of words to keep, of those that stand in sentences. */
  readonly keep: number;
  readonly asked: AskedWords;
  /** Told before every stretch; what it throws ends the work. */
  readonly check?: () => void;
}

/** A word of a sentence: where it stands and what is known of it. */
interface Place extends Word {
  readonly row: number;
  readonly raw: string;
  readonly facts: WordFacts;
}

/** Steps of a score; what is nearer than one step is decided by form and place, which are the same everywhere. */
const STEPS = 256;
const STEPS_OF_FLOATS = 64;
const SENTENCES: ReadonlySet<Block['kind']> = new Set<Block['kind']>(['paragraph', 'item', 'entry', 'aside']);
/** What a word gains where it would be said nowhere else, so that what is looked for is found; words below a level do not. */
const SAID_ONCE = 0.2;
const COMMONEST = 12;
const LIST_MARK = /^(?:[-*+•‣▪●]|\(?(?:\d{1,3}|[a-zA-Z])[.)])$/;
/** Quotations, notes in brackets, keys with their values, lines of code that no fence marks. */
const WHOLE_LINE = /^\s*(?:>|\[[^\]\n]{0,400}\]\s*$|\|)|[{};]\s*$/;
const RECORD = /^\s*[\w.$@/-]{1,60} ?[=:] ?\S{1,200}$/;
const FEWEST_WORDS = 10;

/**
 * Writes sentences like a telegram: the words that matter least go until the share to keep is left. Lines, order, headings, lists,
 * quotations, code, links and tables stay as they are, and so does every word that must.
 */
export function* telegram(text: string, scorer: Scorer, options: TelegramOptions): InTurns<Telegram | undefined> {
  const lines = text.split('\n');
  const places: Place[] = [];
  const begins: number[] = [];
  for (const block of yield* readBlocks(lines)) {
    yield;
    if (!SENTENCES.has(block.kind) || !isSentences(lines.slice(block.from, block.to).join('\n'))) continue;
    const first = places.length;
    for (let row = block.from; row < block.to; row++) readLine(lines[row]!, row, places);
    for (let i = first; i < places.length; i++) begins.push(i === first ? 1 : 0);
  }
  if (places.length < FEWEST_WORDS) return undefined;
  const needed = yield* neededOf(lines, places, begins, options.asked);
  keepAskedSentences(places, begins, needed, options.asked);
  const scores = yield* scoreAll(places, Uint8Array.from(begins), needed, scorer, options);
  const kept = choose(places, needed, scores, options.keep, scorer.name === 'linguistic' ? STEPS : STEPS_OF_FLOATS);
  const dropped = kept.reduce((sum, one) => sum + 1 - one, 0);
  if (dropped === 0) return undefined;
  yield;
  return { text: written(lines, places, kept), words: places.length, dropped };
}

function readLine(line: string, row: number, places: Place[]): void {
  if (WHOLE_LINE.test(line) || RECORD.test(line)) return;
  for (const [i, { from, to }] of wordsOf(line).entries()) {
    const raw = line.slice(from, to);
    if (i > 0 || !LIST_MARK.test(raw)) places.push({ row, from, to, raw, facts: factsOf(raw) });
  }
}

/** The words that stay: by their line, by their paragraph, as halves of brackets, and names that begin a sentence and stand elsewhere too. */
function* neededOf(
  lines: readonly string[],
  places: readonly Place[],
  begins: readonly number[],
  asked: AskedWords,
): InTurns<Uint8Array> {
  const needed = new Uint8Array(places.length);
  const names = new Set<string>();
  for (let first = 0; first < places.length; ) {
    let end = first + 1;
    while (end < places.length && begins[end] !== 1) end++;
    const rows = places.slice(first, end);
    mark(lines, rows, needed, first, asked);
    for (let i = 0; i < rows.length; i++) {
      if (rows[i]!.facts.opens !== 0) needed[first + i] = 1;
      if (needed[first + i] === 1 && i > 0 && /^\p{Lu}\p{Ll}/u.test(rows[i]!.raw) && !/[.!?:]$/.test(rows[i - 1]!.raw))
        names.add(bareOf(rows[i]!.raw));
    }
    first = end;
    yield;
  }
  for (let i = 0; i < places.length; i++)
    if (needed[i] === 0 && /^\p{Lu}/u.test(places[i]!.raw) && names.has(bareOf(places[i]!.raw))) needed[i] = 1;
  return needed;
}

/** What must stay of each line of a paragraph by itself, and of all of it where it has several. */
function mark(
  lines: readonly string[],
  rows: readonly Place[],
  needed: Uint8Array,
  first: number,
  asked: AskedWords,
): void {
  const note = (found: Uint8Array, from: number): void => {
    for (const [i, must] of found.entries()) if (must === 1) needed[from + i] = 1;
  };
  let from = 0;
  for (let to = 1; to <= rows.length; to++) {
    if (to < rows.length && rows[to]!.row === rows[from]!.row) continue;
    note(neededWords(lines[rows[from]!.row]!, rows.slice(from, to), asked), first + from);
    from = to;
  }
  if (rows[0]!.row === rows.at(-1)!.row) return;
  const words: Word[] = [];
  let text = '';
  for (const { raw } of rows) {
    words.push({ from: text.length, to: text.length + raw.length });
    text += `${raw} `;
  }
  note(neededWords(text, words, asked), first);
}

/** Scores all words, in stretches of whole paragraphs where they are short enough. */
function* scoreAll(
  places: readonly Place[],
  begins: Uint8Array,
  needed: Uint8Array,
  scorer: Scorer,
  { check }: TelegramOptions,
): InTurns<Float64Array> {
  const scores = new Float64Array(places.length);
  for (let from = 0; from < places.length; ) {
    check?.();
    const to = endOfStretch(begins, places, from, scorer.longest);
    const words = places.slice(from, to).map(({ raw }) => raw);
    const stretch = { words, begins: begins.slice(from, to), needed: needed.slice(from, to) };
    stretch.begins[0] = 1;
    scores.set(yield* scorer.score(stretch), from);
    from = to;
    yield;
  }
  return scores;
}

/** Behind the last paragraph that fits; of one that does not, behind its last sentence that does. */
function endOfStretch(begins: Uint8Array, places: readonly Place[], from: number, longest: number): number {
  const most = Math.min(places.length, from + longest);
  if (most === places.length) return most;
  for (let at = most; at > from; at--) if (begins[at] === 1) return at;
  for (let at = most; at > from + longest / 2; at--) if (/[.!?]["')\]]?$/.test(places[at - 1]!.raw)) return at;
  return most;
}

/** 1 for each word that stays. Of equal scores the rarer word stays, then the earlier one. */
function choose(
  places: readonly Place[],
  needed: Uint8Array,
  scores: Float64Array,
  keep: number,
  steps: number,
): Uint8Array {
  const kept = needed.slice();
  let room = Math.floor(places.length * keep);
  const free: number[] = [];
  const rank = new Float64Array(places.length);
  for (let i = 0; i < places.length; i++) {
    if (needed[i] === 1) room--;
    else free.push(i);
    rank[i] = Math.round(scores[i]! * steps) * 64 + places[i]!.facts.level;
  }
  for (const i of firstSaid(places, needed, rank)) rank[i]! += Math.round(SAID_ONCE * steps) * 64;
  free.sort((a, b) => rank[b]! - rank[a]! || a - b);
  for (const i of free.slice(0, Math.max(0, room))) kept[i] = 1;
  keepRows(places, kept, rank);
  return kept;
}

/** Of each word that is not one of the commonest the place where it matters most, unless it stands somewhere in any case. */
function firstSaid(places: readonly Place[], needed: Uint8Array, rank: Float64Array): Iterable<number> {
  const best = new Map<number, number>();
  const said = new Set<number>();
  for (const [i, { facts }] of places.entries()) {
    const { key, level } = facts;
    if (level < COMMONEST) continue;
    if (needed[i] === 1) said.add(key);
    const other = best.get(key);
    if (other === undefined || rank[i]! > rank[other]!) best.set(key, i);
  }
  return [...best].filter(([key]) => !said.has(key)).map(([, i]) => i);
}

/** No line is left empty: the best word of each stays. */
function keepRows(places: readonly Place[], kept: Uint8Array, rank: Float64Array): void {
  for (let first = 0; first < places.length; ) {
    let [end, best, any] = [first, first, false];
    while (end < places.length && places[end]!.row === places[first]!.row) {
      any ||= kept[end] === 1;
      if (rank[end]! > rank[best]!) best = end;
      end++;
    }
    if (!any) kept[best] = 1;
    first = end;
  }
}

function written(lines: readonly string[], places: readonly Place[], kept: Uint8Array): string {
  const shown = [...lines];
  for (let first = 0; first < places.length; ) {
    const { row } = places[first]!;
    let end = first;
    while (end < places.length && places[end]!.row === row) end++;
    const line = lines[row]!;
    let out = line.slice(0, places[first]!.from);
    let words = 0;
    for (let i = first; i < end; i++) {
      if (kept[i] === 1) out += (words++ > 0 ? ' ' : '') + places[i]!.raw;
      else if (words > 0) out = ended(out, places[i]!.raw);
    }
    shown[row] = out;
    first = end;
  }
  return shown.join('\n');
}

/** The end of a sentence whose last word goes stands behind the word before it. */
function ended(out: string, word: string): string {
  const sign = /[.!?;:](?=["')\]*_]*$)/.exec(word)?.[0];
  if (sign === undefined || /[.!?;:]["')\]*_]*$/.test(out)) return out;
  return `${out.endsWith(',') ? out.slice(0, -1) : out}${sign}`;
}
