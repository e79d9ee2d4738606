import { countMerged } from './merge-pairs.js';
import { MAX_REMEMBERED_PIECE, PieceCounts } from './piece-counts.js';
import { END_CODE, FOREIGN_SIGN_CODE, foreignCode, type PieceRules, pieceEnd } from './piece-rules.js';
import { RecentCounts } from './recent-counts.js';
import type { Vocabulary } from './vocabulary.js';

/** Counts the tokens of a text. */
export interface Encoder {
  count(text: string): number;
  /** The same in steps of a few milliseconds; others may count in between. */
  counting?(text: string): Generator<void, number, void>;
}

/** Pieces longer than this many characters are counted in parts, so that no run of any kind costs more than its length. */
const WINDOW = 1 << 16;
/** What {@link pieceEnd} and the patterns may read behind a piece. */
const AHEAD = 4;
const BLANK = /\p{White_Space}/u;
const utf8 = new TextEncoder();
/** The bytes of one piece: three for a UTF-16 unit at most. */
const scratch = new Uint8Array(WINDOW * 3);

/**
 * Counts piece by piece as the encoding's pattern cuts a text, and merges only pieces not seen lately. ASCII is cut without the
 * pattern, which is several times as fast.
 */
export class PieceEncoder implements Encoder {
  readonly #pieces = new PieceCounts();
  readonly #foreign = new RecentCounts();
  readonly #codes = new Uint8Array(WINDOW + AHEAD);
  /** Whether {@link FOREIGN_SIGN_CODE} may be among the codes. */
  #hasSigns = false;
  readonly #countNew = (from: number, to: number): number => countMerged(this.vocabulary, this.#codes, from, to);
  readonly #countForeign = (piece: string): number =>
    countMerged(this.vocabulary, scratch, 0, utf8.encodeInto(piece, scratch).written);

  constructor(
    private readonly vocabulary: Vocabulary,
    private readonly pattern: () => RegExp,
    private readonly rules: PieceRules,
  ) {}

  count(text: string): number {
    const steps = this.counting(text);
    for (;;) {
      const step = steps.next();
      if (step.done) return step.value;
    }
  }

  *counting(text: string): Generator<void, number, void> {
    let count = 0;
    // Runs of one character come in equal parts.
    let last = '';
    let lastCount = 0;
    let read = 0;
    for (let at = 0; at < text.length; at += read) {
      const part = partAt(text, at);
      const isLast = at + part.length === text.length;
      if (isLast || part !== last) [lastCount, read] = this.#countPart(part, isLast);
      last = isLast ? '' : part;
      count += lastCount;
      yield;
    }
    return count;
  }

  /** The tokens of the pieces that end for certain in a part, and how many characters these are. */
  #countPart(part: string, isLast: boolean): [count: number, read: number] {
    this.#fill(part);
    const safe = isLast ? part.length : part.length - AHEAD;
    let count = 0;
    let from = 0;
    while (from < part.length) {
      let to = pieceEnd(this.#codes, from, this.rules);
      const isAscii = to >= 0 && !(this.#hasSigns && this.#signIn(from, to));
      if (to < 0) to = this.#patternEnd(part, from);
      if (to > safe && from > 0) break;
      if (!isAscii) count += this.#foreign.count(part.slice(from, to), this.#countForeign);
      // Every single byte is a token.
      else if (to - from === 1) count++;
      else if (to - from <= MAX_REMEMBERED_PIECE) count += this.#pieces.count(this.#codes, from, to, this.#countNew);
      else count += this.#countNew(from, to);
      from = to;
    }
    return [count, from];
  }

  /** Reads the codes of a part, with an end behind them. */
  #fill(part: string): void {
    const codes = this.#codes;
    const { read, written } = utf8.encodeInto(part, codes);
    if (read !== part.length || written !== part.length)
      for (let i = 0; i < part.length; i++) {
        const code = part.charCodeAt(i);
        codes[i] = code < 128 ? code : foreignCode(code);
      }
    this.#hasSigns = read !== part.length || written !== part.length;
    codes.fill(END_CODE, part.length, part.length + AHEAD);
  }

  #signIn(from: number, to: number): boolean {
    for (let at = from; at < to; at++) if (this.#codes[at] === FOREIGN_SIGN_CODE) return true;
    return false;
  }

  #patternEnd(part: string, from: number): number {
    const pattern = this.pattern();
    pattern.lastIndex = from;
    return pattern.test(part) ? pattern.lastIndex : part.length;
  }
}

/** The next part of a text. It ends neither between blanks, whose pieces depend on all of them, nor inside a character. */
function partAt(text: string, at: number): string {
  let to = at + WINDOW;
  if (to >= text.length) return at === 0 ? text : text.slice(at);
  while (to > at && BLANK.test(text[to - 1] as string)) to--;
  if (to === at) to = at + WINDOW;
  const last = text.charCodeAt(to - 1);
  if (last >= 0xd800 && last <= 0xdbff) to--;
  return text.slice(at, to);
}
