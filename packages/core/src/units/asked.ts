import type { Task } from '../model/compressor.js';
import type { InTurns } from '../model/in-turns.js';
import { formsOf, isValueAt } from '../question/asked-forms.js';
import { codesNamed } from '../question/codes.js';
import { datesNamed } from '../question/dates-named.js';
import { inputWords, type QueryTerms, readQuery, readTask } from '../question/query-terms.js';
import { codesOf } from '../reading/character-codes.js';
import type { Unit } from './unit.js';

/** A specific word, value, id, path or number of the question or the call, and where it stands. */
export interface AskedWord {
  readonly word: string;
  /** The units that hold it, ascending. */
  readonly units: readonly number[];
  /** Where it stands in the text, the first one of each line that has it. */
  readonly at: readonly number[];
}

/** What a question and a call ask of one text. */
export interface Asked {
  readonly query: string;
  /** The text in lower case, where that leaves every place where it is. */
  readonly folded: string;
  readonly terms: QueryTerms;
  /** Those that few units hold, or at least not most of them. */
  readonly words: readonly AskedWord[];
}

/** A word that so many units and lines hold keeps them all; of more those that fit. */
export const FEW_ASKED = 40;
const FEW_LINES = 80;
/** Where words are looked for. */
interface Searched {
  readonly text: string;
  readonly list: readonly Unit[];
  readonly asks?: 'names';
}

const MOST_TERMS = 40;
/** A name or value that more of the units hold tells nothing apart; a plain word tells less. */
const COMMON_NAME = 0.6;
const COMMON_WORD = 0.1;
/** A plain word that stands as a value, such as `state=lost`. */
const COMMON_VALUE = 0.25;
/** A label such as `statement:` stands everywhere when statements are asked about. */
const COMMON_FORM = 0.02;
const MANY = 8;
const FEW = 3;
const FEW_OF_FEW = 0.25;
const PHRASE = 3;
const isAsciiWord = codesOf(/\w/);
const isWordCode = (code: number): boolean => isAsciiWord(code) || code > 191;
/** Words of questions about any text of a kind: what they mean is looked for by other reasons. */
const GENERAL = new Set(
  (
    'error errors fail fails failed failing failure failures warning warnings log logs logged test tests tested testing output ' +
    'command commands happen happened happening problem problems issue issues wrong right cause caused causes reason reasons ' +
    'result results time times longest slowest fastest long slow fast took take takes last first latest recent number total ' +
    'result show shows entry entries record records row rows table column columns data message messages report reports ' +
    'build builds run runs running ran start started stop stopped work works worked working change changed changes commit ' +
    'commits code check checks there different directory folder folders path paths search found know need should look anything ' +
    'panic panicked panics crash crashed crashes exception exceptions thrown throw stack trace traceback frame frames thread threads ' +
    'something everything please summarize summary explain describe which current status state'
  ).split(' '),
);
/** The beginning of a hash names it, and a day all times of it. */
const NAMES_LONGER = /^(?:(?=[a-f]*\d)[0-9a-f]{7,40}|\d{4}-\d{2}-\d{2})$/;
/** The arguments of calls that are looked for as they are. */
const PATTERN_KEY = /^(?:pattern|query|search|filter|grep|regex|q|needle|term|keyword)s?$/i;
const GREP = /\b(?:grep|egrep|rg|ag|ack|findstr)\s+(?:-\S+\s+)*(?:"([^"\n]+)"|'([^'\n]+)'|([^\s|;&>-][^\s|;&>]*))/g;

/** Reads what is asked of a text and finds where it stands. Linear in the text for each of a bounded number of words. */
export function* readAsked({ text, list, asks }: Searched, task: Task): InTurns<Asked> {
  const question = readQuery(task.query);
  const call = readQuery(inputWords(task.input));
  const names = [...question.names, ...question.values, ...patternsOf(task.input), ...call.names, ...call.values];
  const plain = asks === 'names' ? [] : question.words.filter((word) => word.length >= 4 && !GENERAL.has(word));
  const words: AskedWord[] = [];
  const add = (found: AskedWord | undefined, common: number): boolean => {
    if (!found || found.units.length === 0) return false;
    const few = Math.min(FEW, Math.ceil(list.length * FEW_OF_FEW));
    if (found.units.length <= Math.max(few, list.length * common) && !isHeldByAll(list, found)) words.push(found);
    return true;
  };
  for (const name of [...new Set(names)].filter(isSpecific).slice(0, MOST_TERMS)) {
    yield;
    if (add(locate(text, list, name), COMMON_NAME)) continue;
    const base = name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    if (base !== name && isSpecific(base)) add(locate(text, list, base), COMMON_NAME);
  }
  for (const date of datesNamed(task.query)) add(locate(text, list, date), COMMON_NAME);
  // A code is a word of its own, and says something only where few have it.
  for (const code of codesNamed(task.query)) add(locate(text, list, code), COMMON_WORD);
  const lower = text.toLowerCase();
  const folded = lower.length === text.length ? lower : text;
  for (const word of plain.slice(0, MOST_TERMS)) {
    yield;
    if (words.some((known) => known.word.toLowerCase() === word)) continue;
    for (const form of formsOf(word)) {
      const found = locate(folded, list, form);
      const common = form === word ? COMMON_WORD : COMMON_FORM;
      if (add(found, found && isValueAt(folded, form, found.at) ? COMMON_VALUE : common)) break;
    }
  }
  for (const phrase of phrasesOf(task.query, new Set(question.words))) {
    yield;
    add(locate(folded, list, phrase), COMMON_WORD);
  }
  return { query: task.query, folded, terms: readTask(task), words };
}

/** Whether most headings of one name hold a word, as every header of a diff holds its two versions. */
function isHeldByAll(list: readonly Unit[], { units }: AskedWord): boolean {
  if (units.length < MANY) return false;
  const headings = new Set(list.map(({ parent }) => parent));
  const { what } = list[units[0]!]!;
  if (!units.every((unit) => headings.has(unit) && list[unit]!.what === what)) return false;
  return units.length > list.filter((unit) => unit.what === what).length * COMMON_NAME;
}

/** Whether all units that hold a word stay. */
export function isFew({ units, at }: AskedWord): boolean {
  return units.length <= FEW_ASKED && at.length <= FEW_LINES;
}

/** A digit or two stand anywhere. */
function isSpecific(name: string): boolean {
  return name.length >= (/^[\d.,:%]+$/.test(name) ? 3 : 2) && name.length <= 200;
}

/** Names of two words, and three neighbouring words of a question, two of which say something, as a text may have them too. */
function phrasesOf(query: string, telling: ReadonlySet<string>): string[] {
  const found = new Set<string>();
  for (const part of query.slice(0, 2000).split(/[^\p{L}\p{N}_' -]+/u)) {
    const words = part.split(/ +/).filter((word) => word !== '');
    for (let i = 0; i + 1 < words.length && found.size < MOST_TERMS; i++) {
      const [first = '', second = ''] = words.slice(i);
      if (isProper(first) && isProper(second)) found.add(`${first} ${second}`.toLowerCase());
      const some = words.slice(i, i + PHRASE).map((word) => word.toLowerCase());
      if (some.length === PHRASE && some.filter((word) => telling.has(word)).length > 1) found.add(some.join(' '));
    }
  }
  return [...found];
}

/** Two neighbouring words with capitals name somebody or something: `Noa Berg`. */
const isProper = (word: string): boolean => /^\p{Lu}\p{Ll}/u.test(word);

function patternsOf(input: unknown): string[] {
  if (input === null || typeof input !== 'object') return [];
  const found: string[] = [];
  for (const [key, value] of Object.entries(input).slice(0, 20)) {
    if (typeof value !== 'string' || value.length > 2000) continue;
    if (PATTERN_KEY.test(key)) found.push(...value.split(/[^\w.@/:-]+/).filter((part) => part.length > 2));
    else
      for (const match of value.slice(0, 2000).matchAll(GREP))
        found.push(...(match[1] ?? match[2] ?? match[3] ?? '').split(/\\?\|/).filter((part) => part.length > 2));
  }
  return found;
}

/** Finds a word where it begins like a word and, if it looks like one, ends like one. */
export function locate(text: string, list: readonly Unit[], word: string): AskedWord | undefined {
  const units: number[] = [];
  const at: number[] = [];
  const starts = isWordCode(word.charCodeAt(0));
  const ends = isWordCode(word.charCodeAt(word.length - 1)) && !NAMES_LONGER.test(word);
  let unit = 0;
  let from = 0;
  for (;;) {
    const found = text.indexOf(word, from);
    if (found < 0) break;
    from = found + word.length;
    if (starts && isWordCode(text.charCodeAt(found - 1))) continue;
    if (ends && isWordCode(text.charCodeAt(isPlural(text, from) ? from + 1 : from))) continue;
    while (unit < list.length && list[unit]!.to <= found) unit++;
    const home = list[unit];
    if (!home) break;
    const line = text.indexOf('\n', from);
    from = line < 0 ? text.length : line;
    if (home.from > found) continue;
    if (units.at(-1) !== unit) units.push(unit);
    at.push(found);
  }
  return { word, units, at };
}

function isPlural(text: string, at: number): boolean {
  return text[at] === 's' || text[at] === 'S';
}
