import { isLasting, isUnsafe } from './lasting.js';
import type { Said } from './pair.js';

/** What the client puts in the user's mouth: reminders, commands and what they printed. */
const NOT_SAID =
  /<(system-reminder|command-name|command-message|command-args|local-command-[a-z]{1,20}|user-prompt-submit-hook|bash-(?:input|stdout|stderr)|environment_context|user_instructions|task-notification|ide_[a-z_]{1,30}|context|pr_description|instructions)\b/g;

/** The words that a user said himself. */
export function saidByUser(text: string): string {
  let said = '';
  let at = 0;
  for (const { index, 1: name } of text.matchAll(NOT_SAID)) {
    if (index < at) continue;
    said += `${text.slice(at, index)}\n`;
    const end = text.indexOf(`</${name}>`, index);
    at = end < 0 ? text.length : end + `</${name}>`.length;
  }
  return (said + text.slice(at)).trim();
}

const NAME = String.raw`(\x60[^\x60\n]{1,60}\x60|[\w@./:-]{0,80}\w)`;
const SWAPS: readonly (readonly [RegExp, right: number, wrong: number])[] = [
  [
    new RegExp(
      String.raw`\b(?:use|run|with)\s{1,9}${NAME}\s{0,9},?\s{1,9}(?:not|instead of|rather than|and not|over)\s{1,9}${NAME}`,
      'i',
    ),
    1,
    2,
  ],
  [
    new RegExp(
      String.raw`\b(?:don'?t|do not|never|stop)\s{1,9}(?:use|using|run|running)\s{1,9}${NAME}[\s,;.:-]{1,9}(?:but\s{1,9})?(?:please\s{1,9})?(?:use|run)\s{1,9}${NAME}`,
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
];
const GENERAL =
  /(?:^|[,;:]\s*|\b(?:please|and|but|you (?:should|must))\s+)(?:always|never)\s+[a-z]|\bfrom now on\b|\bin this (?:repo|repository|project|codebase)\b[^.]{0,60}\b(?:use|we|don'?t|do not|always|never)\b/i;
/** Words that name nothing by themselves. */
const EMPTY =
  /^(?:th(?:is|at|ese|ose|e|em|ey)|it|its|an?|one|ones|some|any|all|my|your|our|me|you|us|same|other|first|last|new|old|just|only|what|which|here|there|and|or|in|on|for)$/i;
const LONGEST = 160;

/**
 * What a message of the user corrects in general: another tool than the one that was used, or what is always or never to be done.
 * A remark on the work at hand is none.
 */
export function correctionOf(message: string): Said | undefined {
  const text = saidByUser(message);
  if (text.length === 0 || text.length > 1200) return undefined;
  for (const sentence of text.split(/(?<=[.!?])\s+|\n+/)) {
    if (sentence.length > LONGEST || sentence.endsWith('?')) continue;
    const said = swapIn(sentence) ?? generalIn(sentence);
    if (said) return said;
  }
  return undefined;
}

function swapIn(sentence: string): Said | undefined {
  for (const [pattern, right, wrong] of SWAPS) {
    const found = pattern.exec(sentence);
    if (!found) continue;
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

const SAID = { kind: 'correction', why: 'said by the user', isRefutable: false } as const;
const bare = (word = '') => word.replace(/`/g, '').replace(/[.,:]$/, '');

function generalIn(sentence: string): Said | undefined {
  const said = sentence.trim().replace(/\s+/g, ' ');
  if (!GENERAL.test(said) || said.split(' ').length < 4 || !isLasting(said) || isUnsafe(said)) return undefined;
  // A thing that is pointed at is not known to whoever reads this later.
  if (
    /\b(?:this|that|these|those|it|above|below)\b/i.test(
      said.replace(/\bin this (?:repo|repository|project|codebase)\b/i, ''),
    )
  )
    return undefined;
  const sign = said.toLowerCase().replace(/[^a-z0-9 ]/g, '');
  return { ...SAID, wrong: '', right: said.replace(/[.!]{1,3}$/, ''), sign: `said ${sign}` };
}
