import { isLasting, isUnsafe } from './lasting.js';
import { ownWords } from './own-words.js';
import type { Said } from './pair.js';
import { asksAboutIt, behindOpening, isDoing, isForGood, isOpening, isOrder, isPointed, isTakenBack } from './wish.js';

const STOPS =
  'here|please|for|in|when|because|since|as|and|or|to|on|from|now|not|instead|rather|over|unless|everywhere';
const TOOLS =
  'npm|pnpm|yarn|npx|bun|make|just|task|cargo|go|docker|git|gh|poetry|uv|pip|python3?|node|bundle|rake|mvn|gradle|dotnet|composer|mix|nx|turbo';
const NAME = String.raw`(\x60[^\x60\n]{1,60}\x60|(?:${TOOLS})(?: run| exec)? (?!(?:${STOPS})\b)[\w:./-]{1,30}|[\w@./:-]{0,80}\w)`;
/** What is to be used and what is not. */
const SWAPS: readonly (readonly [RegExp, right: number, wrong: number])[] = [
  [
    new RegExp(
      String.raw`\b(?:use|run|with|prefer|choose|pick|take)\s{1,9}${NAME}\s{0,9},?\s{1,9}(?:not|instead of|rather than|and not|over)\s{1,9}${NAME}`,
      'i',
    ),
    1,
    2,
  ],
  [
    new RegExp(
      String.raw`\b(?:don'?t|do not|never|stop)\s{1,9}(?:use|using|run|running)\s{1,9}${NAME}[\s,;.:–—-]{1,9}(?:but\s{1,9})?(?:please\s{1,9})?(?:use|run)\s{1,9}${NAME}`,
      'i',
    ),
    2,
    1,
  ],
  [
    new RegExp(String.raw`\binstead of\s{1,9}${NAME}\s{0,9},?\s{0,9}(?:please\s{1,9})?(?:use|run)\s{1,9}${NAME}`, 'i'),
    2,
    1,
  ],
  [
    new RegExp(
      String.raw`\bnot\s{1,9}${NAME}\s{0,9}[,;:–—-]{1,2}\s{0,9}(?:but\s{1,9})?(?:please\s{1,9}|we\s{1,9})?(?:use|run)\s{1,9}${NAME}`,
      'i',
    ),
    2,
    1,
  ],
];
/** Words that name nothing by themselves. */
const EMPTY =
  /^(?:th(?:is|at|ese|ose|e|em|ey)|it|its|an?|one|ones|some|any|all|my|your|our|me|you|us|same|other|first|last|new|old|just|only|what|which|here|there|and|or|in|on|for|to|at|too|so|more|less|much|anything|something|everything|nothing)$/i;
const LONGEST = 160;
const MOST_CHARACTERS = 4000;

/**
 * What a message of the user corrects in general: another tool than the one that was used, or what is always or never to be done.
 * A remark on the work at hand is none, and neither is what he pastes, quotes, reports, supposes or takes back.
 */
export function correctionOf(message: string): Said | undefined {
  if (message.length > 5 * MOST_CHARACTERS) return undefined;
  const text = ownWords(message);
  if (text.length === 0 || text.length > 1200 || isTakenBack(text)) return undefined;
  const sentences = text.split(/(?<=[.!?])\s+|\n+/);
  for (const [i, sentence] of sentences.entries()) {
    if (sentence.length > LONGEST || sentence.trimEnd().endsWith('?') || sentence.includes('…')) continue;
    if (!isForGood(sentence) || asksAboutIt(sentences[i + 1] ?? '')) continue;
    const said = swapIn(sentence) ?? generalIn(sentence);
    if (said) return said;
  }
  return undefined;
}

function swapIn(sentence: string): Said | undefined {
  for (const [pattern, right, wrong] of SWAPS) {
    const found = pattern.exec(sentence);
    if (!found || !isToldTo(sentence.slice(0, found.index), found[0]) || isPointed(clauseAt(sentence, found))) continue;
    const [use, avoid] = [bare(found[right]), bare(found[wrong])];
    if (EMPTY.test(use) || EMPTY.test(avoid) || use === avoid || !isLasting(use) || !isLasting(avoid)) continue;
    return {
      ...SAID,
      wrong: avoid,
      right: use,
      sign: `program ${avoid.split(' ')[0]}`,
      rightSign: `program ${use.split(' ')[0]}`,
    };
  }
  return undefined;
}

/** Whether what stands before is the way one begins an order; `run the tests with` is one too. */
function isToldTo(before: string, order: string): boolean {
  const rest = behindOpening(before.replace(ABOUT, ''));
  return rest === '' || (/^with\b/i.test(order) && isOrder(rest) && rest.split(' ').length <= 3);
}

/** What it is for, before the order: `for the tests, `, `tests run `. */
const ABOUT =
  /^(?:(?:for|in|when|with|to)\s[^,.:;!?]{1,50},\s{0,3}|(?:for|in)\s(?:the\s[\w-]{2,20}s|(?!the\b|an?\b)[\w-]{2,20}(?:\s[\w-]{2,20})?)\s{1,3}$|[A-Za-z][\w-]{1,30}s (?:are )?(?:run|built|written|made|done)\s{0,3}$)/i;

/** The clause of a find, up to the next stop. */
function clauseAt(sentence: string, { index, 0: found }: RegExpExecArray): string {
  const rest = sentence.slice(index + found.length);
  return sentence.slice(0, index + found.length) + (/^[^,;.!–—]{0,60}/.exec(rest)?.[0] ?? '');
}

const SAID = { kind: 'correction', why: 'said by the user', isRefutable: false } as const;
const bare = (word = '') => word.replace(/`/g, '').replace(/[.,:]$/, '');

/** Ways to say that something holds for good; behind each stands what is to be done. */
const FOR_EVER =
  /\b(always|never|(?:don'?t|do not) ever|from now on|going forward|in (?:the )?future|as a rule)\b[\s,:]{1,3}/gi;
const MAY_COME = /^(?:(?:please|always|never|we|you should|you must|only|do not|don'?t)[\s,]{1,3}){1,3}/i;
const IN_PROJECT =
  /^(?:[^.]{0,20}\b)?in (?:this|our) (?:repo|repository|project|codebase|workspace|monorepo)\b[\s,]{1,3}(?:please\s|we\s|you\s|always\s|never\s|only\s|should\s|must\s|do not\s|don'?t\s){0,3}/i;
const DONT = /^((?:[^.]{0,20}\b)?)(?:don'?t|do not|stop)\s{1,3}([a-z-]{2,20})\s{1,3}([\w./\x60-]{1,40})/i;
const EACH_TIME =
  /\b(?:whenever|(?:every|each) time|(?:before|after) (?:every|each|any|you (?:commit|push|merge|release|deploy|finish))|by default)\b/i;
const PREFERS = /^(?:i|we) (?:always |really |strongly |generally )?prefer ([\w-]{2,30})\b/i;

/** Whether a sentence tells what is to be done in general. */
function isGeneral(said: string): boolean {
  for (const { index, 0: found } of said.matchAll(FOR_EVER)) {
    const rest = said.slice(index + found.length);
    // What somebody always does himself, he tells of himself.
    const before = said.slice(0, index);
    if (isOpening(before) && !/\bi\s{0,3}$/i.test(before) && isOrder(rest.replace(MAY_COME, ''))) return true;
  }
  const inProject = IN_PROJECT.exec(said)?.[0];
  if (
    inProject !== undefined &&
    isOpening(said.slice(0, said.search(/\bin (?:this|our)\b/i))) &&
    isOrder(said.slice(inProject.length)) &&
    !/^\w+ (?:a lot|lots|too|so|way|many|some)\b/i.test(said.slice(inProject.length))
  )
    return true;
  // An object that is one of many: a rule; one that both know: the work at hand.
  const [, before = '', verb = '', object = ''] = DONT.exec(said) ?? [];
  if (verb !== '' && isOpening(before) && (isOrder(verb) || isDoing(verb)) && !DEFINITE.test(object)) return true;
  const prefers = PREFERS.exec(said)?.[1];
  if (prefers !== undefined && !DEFINITE.test(prefers) && prefers.toLowerCase() !== 'to') return true;
  const order = said.replace(POLITE, '');
  return EACH_TIME.test(said) && isOrder(order);
}

const DEFINITE =
  /^(?:the|this|that|these|those|it|its|them|him|her|me|us|you|yourself|my|your|our|his|their|an?|one|some|any|anything|everything|something|so|too|yet|again|more|now|here|there|back|ahead|on|off|up|down|out|in|to|at|for|with|about|if|when|until|and|or|but|please|just|worry|forget|other|another|else|both|all)$/i;
const POLITE =
  /^(?:(?:no|please|and|but|also|remember to|remember|make sure to|be sure to|you should|you must|we)[\s,:]{1,3}){0,3}/i;

function generalIn(sentence: string): Said | undefined {
  const said = sentence
    .trim()
    .replace(/`([^`]{1,60})`/g, '$1')
    .replace(/\s+/g, ' ')
    .replace(/^(?:[-*•]|\d{1,2}[.)]) /, '');
  if (!isGeneral(said) || said.split(' ').length < 4 || !isLasting(said.replace(/\b\d{1,3}\b/g, '')) || isUnsafe(said))
    return undefined;
  // A thing that is pointed at is not known to whoever reads this later.
  if (isPointed(said)) return undefined;
  const sign = said.toLowerCase().replace(/[^a-z0-9 ]/g, '');
  return { ...SAID, wrong: '', right: said.replace(/[.!]{1,3}$/, ''), sign: `said ${sign}` };
}
