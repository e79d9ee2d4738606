import type { InTurns } from '../model/in-turns.js';
import type { BlockKind } from './blocks.js';
import { readBlocks } from './blocks.js';
import { isSpaceAt } from './character-codes.js';
import { isProse } from './passages.js';

const FILLED: ReadonlySet<BlockKind> = new Set<BlockKind>([
  'paragraph',
  'item',
  'entry',
  'aside',
  'heading',
  'source',
  'contents',
]);
const WORDS_A_SENTENCE = 60;
const LEAST_WORDS = 8;
const LEAST_SHARE = 0.5;
/** Sentences go on over their lines; a name and its value are a line of their own. */
const WORDS_A_LINE = 4;
const SAMPLE = 200_000;
const DENSE = /[\u3040-\u9fff\uac00-\ud7af]/;
const WIDE_END = '。！？；';

/**
 * Whether a text is written in a natural language: most of it stands in paragraphs and list items of whole sentences. Code,
 * trees, records, sheets of keys and values, listings and command output are not, however many letters they have.
 */
export function* isNaturalLanguage(lines: readonly string[]): InTurns<boolean> {
  const before = known.get(lines);
  if (before !== undefined) return before;
  const found = yield* isMostlySentences(lines);
  known.set(lines, found);
  return found;
}

/** Several kinds ask of the lines of one text. */
const known = new WeakMap<readonly string[], boolean>();

function* isMostlySentences(lines: readonly string[]): InTurns<boolean> {
  // Of blank lines nothing counts, so that in the end all may be less.
  const most = lines.reduce((sum, line) => sum + line.length + 1, 0);
  let all = 0;
  let prose = 0;
  for (const block of yield* readBlocks(lines)) {
    yield;
    if (all > SAMPLE || prose >= most * LEAST_SHARE) break;
    const text = lines.slice(block.from, block.to).join('\n');
    all += text.length;
    if (FILLED.has(block.kind) && isSentences(text)) prose += text.length;
  }
  return all > 0 && prose >= all * LEAST_SHARE;
}

/** Whether a block is of whole sentences. Longer blocks are judged by their beginning. */
export function isSentences(block: string): boolean {
  const text = block.slice(0, SAMPLE);
  const words = wordsIn(text);
  if (words < LEAST_WORDS && !DENSE.test(text)) return false;
  if (words < linesIn(text) * WORDS_A_LINE && !DENSE.test(text)) return false;
  if (!isProse(text, 0, text.length)) return false;
  const enough = Math.max(1, words / WORDS_A_SENTENCE);
  return hasEnds(text, enough);
}

/** How many lines are not blank. */
function linesIn(text: string): number {
  let lines = 0;
  let isBlank = true;
  for (let at = 0; at < text.length; at++) {
    if (text.charCodeAt(at) === 10) isBlank = true;
    else if (isBlank && !isSpaceAt(text, at)) {
      isBlank = false;
      lines++;
    }
  }
  return lines;
}

/** How many runs of other characters stand between white space. */
function wordsIn(text: string): number {
  let words = 0;
  let wasSpace = true;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const isSpace = code === 32 || (code < 14 && code > 8) || (code >= 160 && isSpaceAt(text, at));
    if (wasSpace && !isSpace) words++;
    wasSpace = isSpace;
  }
  return words;
}

/** Whether at least so many sentences end. */
function hasEnds(text: string, enough: number): boolean {
  let ends = 0;
  for (let at = 0; at < text.length && ends < enough; at++) {
    const code = text.charCodeAt(at);
    if (code > 127 ? WIDE_END.includes(text[at]!) : isEndSign(code) && isFree(text, at + 1)) ends++;
  }
  return ends >= enough;
}

/** `.`, `!`, `?`, `:` and `;`. */
function isEndSign(code: number): boolean {
  return code === 46 || code === 33 || code === 63 || code === 58 || code === 59;
}

/** Nothing but closing signs stands between here and white space. */
function isFree(text: string, from: number): boolean {
  let at = from;
  while (at < text.length && `"')]`.includes(text[at]!)) at++;
  return at === text.length || isSpaceAt(text, at);
}
