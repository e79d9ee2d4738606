import { WORDS_BY_LEVEL } from '../generated/idf.js';

/** What a word is by itself, in small integers. */
export interface WordFacts {
  /** Its place in the table of known words, from 1; 0 for one that is not in it. */
  readonly id: number;
  /** How rare it is: -4 ln of the share of paragraphs that have it, rounded; {@link UNKNOWN_LEVEL} for unknown ones. */
  readonly level: number;
  /** 0 plain, 1 begins with a capital, 2 capitals, 3 has digits, 4 has signs within. */
  readonly shape: number;
  /** What stands behind it: 0 nothing, 1 a comma, 2 `;` or `:`, 3 the end of a sentence, 4 another sign. */
  readonly trail: number;
  /** Whether a sign stands before it. */
  readonly lead: number;
  /** Brackets it opens less those it closes. */
  readonly opens: number;
  readonly length: number;
  /** A number for its last three letters. */
  readonly ending: number;
  /** A number for the word in lower case without signs. */
  readonly key: number;
}

export const UNKNOWN_LEVEL = 46;
const MOST_KNOWN = 20_000;
const ENDS = '.!?';

let table: ReadonlyMap<string, readonly [number, number]> | undefined;
let known = new Map<string, WordFacts>();

/** The facts of a word; those of words met lately are at hand. */
export function factsOf(word: string): WordFacts {
  const found = known.get(word);
  if (found) return found;
  if (known.size >= MOST_KNOWN) known = new Map();
  const facts = readFacts(word);
  known.set(word, facts);
  return facts;
}

function readFacts(word: string): WordFacts {
  let [from, to] = [0, word.length];
  while (from < to && !isWordSign(word.charCodeAt(from))) from++;
  while (to > from && !isWordSign(word.charCodeAt(to - 1))) to--;
  const core = word.slice(from, to);
  const bare = core.toLowerCase().replaceAll('’', "'");
  const [id, level] = levels().get(bare) ?? levels().get(bare.replace(/'s$/, '')) ?? [0, UNKNOWN_LEVEL];
  return {
    id,
    level,
    shape: shapeOf(core),
    trail: trailOf(word.slice(to)),
    lead: from > 0 ? 1 : 0,
    opens: count(word, '(') + count(word, '[') - count(word, ')') - count(word, ']'),
    length: Math.min(20, core.length),
    ending: numberOf(bare.slice(-3)),
    key: id > 0 ? id : 65_536 + (numberOf(bare) & 0xffff),
  };
}

/** Letters and digits of any script. */
function isWordSign(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    (code >= 0xc0 && (code < 0x2000 || code > 0x206f))
  );
}

function shapeOf(core: string): number {
  if (/\d/.test(core)) return 3;
  if (/[^\p{L}'’-]|\p{Ll}\p{Lu}/u.test(core)) return 4;
  if (!/^\p{Lu}/u.test(core)) return 0;
  return core.length > 1 && core === core.toUpperCase() ? 2 : 1;
}

function trailOf(signs: string): number {
  if (signs === '') return 0;
  for (const sign of signs) {
    if (ENDS.includes(sign)) return 3;
    if (sign === ',') return 1;
    if (sign === ';' || sign === ':') return 2;
  }
  return 4;
}

function count(word: string, sign: string): number {
  let found = 0;
  for (let at = word.indexOf(sign); at >= 0; at = word.indexOf(sign, at + 1)) found++;
  return found;
}

/** A hash of a short text (FNV-1a), 31 bits. */
export function numberOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 1;
}

function levels(): ReadonlyMap<string, readonly [number, number]> {
  if (table) return table;
  const made = new Map<string, readonly [number, number]>();
  for (const [level, line] of WORDS_BY_LEVEL.split('\n').entries())
    for (const word of line.split(' ')) if (word !== '') made.set(word, [made.size + 1, level]);
  table = made;
  return made;
}
