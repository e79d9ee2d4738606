import { readTask } from '../question/query-terms.js';
import { stem } from '../question/stem.js';

/** A run without white space, by its place in a text. */
export interface Word {
  readonly from: number;
  readonly to: number;
}

/** What is asked of a text, as {@link neededWords} compares it with words. */
export interface AskedWords {
  /** Whether a word in lower case, without signs around it, is asked for. */
  has(bare: string): boolean;
}

const setOf = (words: string): ReadonlySet<string> => new Set(words.split(' '));

/** Negations, limits, alternatives and conditions; what must, and what went wrong. */
const NEEDED = setOf(
  'not no never none nor neither nothing nobody nowhere without cannot except unless only until or than if must should shall ought need needs ' +
    'needed required requires require mandatory forbidden prohibited instead otherwise because when whenever while before after during ' +
    'error errors fail fails failed failing failure failures fatal panic panics panicked exception exceptions warning warnings crash crashes ' +
    'crashed denied refused rejected invalid missing corrupt corrupted timeout timeouts aborted deadlock deadlocks deprecated killed lost',
);
const NUMBER_WORDS = setOf(
  'two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty sixty hundred hundreds thousand thousands ' +
    'million millions billion dozen dozens half twice double triple quarter zero',
);
/** A word before a number that says on which side of it. */
const BOUNDS = setOf('over under above below within every per before after since to and between');
/** Words that begin with a capital and name nothing; no units either. */
const GLUE = setOf(
  'a an the and or but of in on at to for from by with as is are was were be been being it its this that these those i we you he she they ' +
    'his her their our your my me us them him do does did has have had can could will would may might must shall should not no if then than ' +
    'so what which who whom whose when where why how there here any all each every some into onto after before while during since because ' +
    'although though however also both either such when once yes most many few several other another please note let ' +
    "i'm i've i'll i'd it's that's there's here's what's let's we're we've we'll you're you've they're he's she's yeah okay ok um uh mm hmm oh well right",
);
const CAPITAL = /^\p{Lu}/u;
const TWO_CAPITALS = /^\p{Lu}[\p{Lu}\p{N}]/u;
/** Something that no plain word has: `max_age`, `a.b`, `/etc`, `--flag`, `camelCase`, `x=1`, `50%`. */
const NAMELIKE = /[\d_/\\@#$=<>|~^{}%&+`]|[\p{L}\d][.:][\p{L}\d]|\p{Ll}\p{Lu}|^--?\p{L}/u;
const NUMBER = /^[(["'~<>=+-]{0,3}[$€£]?\d[\d.,:/x-]*$/;
/** Ends of a sentence; what follows begins with a capital for that alone. */
const ENDS = /[.!?:]["')\]*_]*$/;
/** What somebody says, code and tags: as they stand, or not at all. How each ends, and within how many characters. */
const SPANS: Readonly<Record<string, readonly [end: string, longest: number]>> = {
  '`': ['`', 200],
  '"': ['"', 120],
  '“': ['”', 120],
  '<': ['>', 200],
  '[': [']', 120],
  '**': ['**', 40],
};
/** The word that is denied stands within so many behind it. */
const FAR = 4;
const DENYING = setOf('not no never without except only cannot neither nor');
const MODALS = setOf('may might can could would will do does did');
const LONGEST_ADDRESS = 300;
const LONGEST_QUESTION = 1500;
const NEGATED = /n['’]t$/;

/** The words of a text, in order. */
export function wordsOf(text: string): readonly Word[] {
  const words: Word[] = [];
  let from = -1;
  for (let at = 0; at <= text.length; at++) {
    const code = at < text.length ? text.charCodeAt(at) : 32;
    const isSpace = code === 32 || (code > 8 && code < 14) || (code >= 160 && /\s/.test(text[at]!));
    if (!isSpace) {
      if (from < 0) from = at;
    } else if (from >= 0) {
      words.push({ from, to: at });
      from = -1;
    }
  }
  return words;
}

/** A word in lower case without the signs around it. */
export function bareOf(word: string): string {
  return formOf(word).bare;
}

/** What a word is by itself. */
interface Form {
  readonly bare: string;
  /** It stays wherever it stands. */
  readonly always: boolean;
  /** It begins with a capital and may be a name. */
  readonly capital: boolean;
  readonly count: boolean;
  readonly ends: boolean;
}

const MOST_KNOWN = 20_000;
const LONGEST_KNOWN = 40;
let known = new Map<string, Form>();

/** Words return; those met lately are at hand. */
function formOf(raw: string): Form {
  const found = known.get(raw);
  if (found) return found;
  const core = coreOf(raw);
  const bare = core.toLowerCase();
  const form = {
    bare,
    always: isAlways(raw, core, bare),
    capital: CAPITAL.test(core) && !GLUE.has(bare),
    count: NUMBER.test(raw) || NUMBER_WORDS.has(raw.toLowerCase()),
    ends: ENDS.test(raw),
  };
  if (raw.length > LONGEST_KNOWN) return form;
  if (known.size >= MOST_KNOWN) known = new Map();
  known.set(raw, form);
  return form;
}

/** A word without the signs around it. */
function coreOf(raw: string): string {
  let [from, to] = [0, raw.length];
  while (from < to && !isLetterOrDigit(raw, from)) from++;
  while (to > from && !isLetterOrDigit(raw, isLow(raw, to - 1) && to - 1 > from ? to - 2 : to - 1)) to--;
  return raw.slice(from, to);
}

function isLetterOrDigit(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (code < 128) return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57);
  return /^[\p{L}\p{N}]/u.test(String.fromCodePoint(text.codePointAt(at)!));
}

/** The second half of a character of two. */
function isLow(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code <= 0xdfff;
}

function isAlways(raw: string, core: string, bare: string): boolean {
  if (bare === '') return /[<>=≤≥×→]/.test(raw);
  return (
    NEEDED.has(bare) || NUMBER_WORDS.has(bare) || NEGATED.test(bare) || NAMELIKE.test(raw) || TWO_CAPITALS.test(core)
  );
}

/** The words that the question and the call ask for; of a long question only its names and values. */
export function askedWords(task: { readonly query: string; readonly input?: unknown }): AskedWords {
  const { names, values, words } = readTask(task);
  const short = task.query.length <= LONGEST_QUESTION ? words : [];
  const parts = [...names, ...values].flatMap((name) => name.split(/[\s/]+/).map(bareOf));
  const stems = new Set([...parts, ...short].filter((word) => word.length > 0).map((word) => stem(word)));
  return { has: (bare) => stems.size > 0 && stems.has(stem(bare)) };
}

/**
 * Which words of a line or a paragraph stay whatever a model says of them: negations and limits, numbers with their units and
 * bounds, names, identifiers, paths, addresses, dates, flags, what is quoted, what must, what failed, and what is asked for.
 * From the text alone, in one scan.
 */
export function neededWords(text: string, words: readonly Word[], asked: AskedWords): Uint8Array {
  const needed = new Uint8Array(words.length);
  const forms = words.map(({ from, to }) => formOf(text.slice(from, to)));
  let begins = true;
  for (const [i, form] of forms.entries()) {
    const { bare } = form;
    const before = forms[i - 1];
    if (form.always || (form.capital && !begins) || asked.has(bare)) needed[i] = 1;
    if (before?.count && !before.ends && !GLUE.has(bare) && text[words[i - 1]!.to - 1] !== ',') needed[i] = 1;
    if (before) keepPair(needed, i, bare, before.bare);
    if (before && form.count && (BOUNDS.has(before.bare) || before.bare === 'than')) needed[i - 1] = 1;
    begins = form.ends || (begins && bare === '');
  }
  keepDenied(forms, needed);
  keepNames(forms, needed);
  keepSpans(text, words, needed);
  return needed;
}

/** Two words that say one thing: `may not`, `at least`, `at most`, `up to`. */
function keepPair(needed: Uint8Array, i: number, bare: string, before: string): void {
  const isPair =
    (bare === 'not' && MODALS.has(before)) ||
    ((bare === 'least' || bare === 'most') && before === 'at') ||
    (bare === 'to' && before === 'up');
  if (isPair) needed[i] = needed[i - 1] = 1;
}

/** What is denied or limited: `without an envelope` without its second word says something else. */
function keepDenied(forms: readonly Form[], needed: Uint8Array): void {
  for (const [i, { bare, ends }] of forms.entries()) {
    if (ends || !(DENYING.has(bare) || NEGATED.test(bare))) continue;
    for (let at = i + 1; at < Math.min(forms.length, i + 1 + FAR); at++) {
      if (!GLUE.has(forms[at]!.bare) && forms[at]!.bare !== '') {
        needed[at] = 1;
        break;
      }
      if (forms[at]!.ends) break;
    }
  }
}

/** A name that begins a sentence is told by the capital behind it: `Ada Lovelace wrote`. */
function keepNames(forms: readonly Form[], needed: Uint8Array): void {
  for (let i = forms.length - 2; i >= 0; i--) {
    const next = forms[i + 1]!;
    if (needed[i + 1] === 1 && next.capital && forms[i]!.capital && !forms[i]!.ends) needed[i] = 1;
  }
}

function keepSpans(text: string, words: readonly Word[], needed: Uint8Array): void {
  let i = 0;
  for (let at = 0; at < text.length; at++) {
    const end = endOfSpan(text, at);
    if (end < 0) continue;
    while (i < words.length && words[i]!.to <= at) i++;
    for (let k = i; k < words.length && words[k]!.from < end; k++) needed[k] = 1;
    at = end - 1;
  }
}

/** Where a span that begins here ends; -1 where none does. */
function endOfSpan(text: string, at: number): number {
  const sign = text[at]!;
  const [end, longest] = SPANS[sign === '*' ? text.slice(at, at + 2) : sign] ?? ['', 0];
  if (longest === 0) return -1;
  const close = closeOf(text, at + end.length, end, longest);
  if (close < 0 || sign !== '[') return close < 0 ? -1 : close + end.length;
  const address = text[close + 1] === '(' ? closeOf(text, close + 2, ')', LONGEST_ADDRESS) : -1;
  return address < 0 ? -1 : address + 1;
}

function closeOf(text: string, from: number, end: string, longest: number): number {
  const most = Math.min(text.length, from + longest + 1);
  for (let at = from; at < most && text[at] !== '\n'; at++) if (text.startsWith(end, at)) return at > from ? at : -1;
  return -1;
}
