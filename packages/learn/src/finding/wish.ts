/** What work is done by: verbs that an order to an agent begins with. */
const VERBS = new Set(
  `abbreviate add adjust align amend annotate answer append apply ask assert assign assume avoid back batch bind branch break build bump cache call capitalise capitalize
  cast catch change check choose cite clean clear close comment commit compare compile compress configure connect consult convert copy cover create cut declare default define delete
  deploy describe disable do document download drop duplicate edit enable encrypt end ensure enter escape execute explain export expose extend extract fetch fill filter fix follow force
  fork format generate group guard guess handle hard-code hardcode hash hide ignore import include indent initialise initialize inject inline insert inspect install invent
  invoke keep label leave limit link lint list load localise localize lock log make mark mention merge migrate minify mock modify mount move mutate name nest normalise normalize
  omit open order override pass paste patch pick pin place plan prefer prefix prepend print propose provide publish pull push put query quote raise read rebase recreate refactor refer
  reformat regenerate release rely remove rename render replace reply report request require reset resolve respond restart restore retry return reuse revert review rewrite roll rotate round
  run sanitise sanitize save schedule seed select send separate serve set shorten show sign silence skip sort spell split squash stage start stash state store structure stub submit suffix
  suggest summarise summarize suppress swallow switch sync tag take target test throw touch trace translate trim truncate trust try type uninstall unwrap update upgrade upload use
  validate verify version view wait warn wrap write`.split(/\s+/),
);
/** Verbs that mean something else with the word behind them. */
const ELSE =
  /^(?:run|go|get|come|end|turn|break|make|keep|take|do|set) (?:into|out|up|wrong|away|back|down|off|me|us|sure|\w{2,20}ing)\b/;

/** Whether words are an order: a verb of work, in the form one tells somebody to do it. */
export function isOrder(words: string): boolean {
  const said = words.trim().toLowerCase();
  const word = /^[a-z-]{2,20}/.exec(said)?.[0] ?? '';
  return (VERBS.has(word) || VERBS.has(word.split('-')[0] ?? '')) && !ELSE.test(said);
}

/** Whether a word is what one does, `adding` of `add`. */
export function isDoing(word: string): boolean {
  const stem = /^([a-z-]{2,20})ing$/.exec(word.toLowerCase())?.[1];
  if (stem === undefined) return false;
  return VERBS.has(stem) || VERBS.has(`${stem}e`) || (stem.at(-1) === stem.at(-2) && VERBS.has(stem.slice(0, -1)));
}

/** How one begins, longer ways first. */
const OPENING =
  /^(?:for the future|in (?:the )?future|going forward|from now on|as a rule|in general|generally|by default|in here|(?:in|for) (?:this|our) (?:repo|repository|project|codebase|workspace|monorepo|package|team|company)|i(?:'d| would)? (?:want|like|need|ask|expect) you to|i told you(?: already| before| again)?(?: to)?|(?:as |like )?i (?:said|told you)|make sure(?: to| you| that you)?|be sure to|remember to|take care to|try to|it is better to|you (?:should|must|need to|have to|ought to|can|may)|let'?s|let us|no|nope|yes|please|pls|so|and|but|then|just|actually|again|instead|ok|okay|well|hey|hi|now|also|rather|remember|note|important|reminder|always|never|here|better|we|i)(?![\w'])[\s,.:;!–—-]{0,9}/i;
const RULE_TITLE =
  /^(?:[\w-]{1,20} ){0,3}(?:rules?|conventions?|policy|preferences?|style|guidelines?|request|reminder|thing)\s{0,3}:\s{0,3}(?:[-*]\s{0,3})?$/i;

/** Whether nothing but the way one begins stands before an order: an order that is reported, described or supposed is none. */
export const isOpening = (before: string): boolean => behindOpening(before) === '';

/** What follows the way one begins. */
export function behindOpening(before: string): string {
  let said = before.trim().replace(/^(?:[-*•]|\d{1,2}[.)])\s{1,4}/, '');
  if (RULE_TITLE.test(said)) return '';
  for (let found = OPENING.exec(said)?.[0]; found !== undefined; found = OPENING.exec(said)?.[0])
    said = said.slice(found.length);
  return said;
}

/** What is only supposed, asked, meant for now, or for one thing that one has to see. */
const SUPPOSED =
  /\b(?:what if|suppose|supposing|pretend|imagine|hypothetically|let'?s say|for example|for instance|e\.g|maybe|perhaps|might|could|would|wouldn'?t|if)\b/i;
const POSSIBLE = /\bif (?:at all )?(?:possible|you can|you need to|you have to|needed|necessary|in doubt)\b/gi;
const FOR_NOW =
  /\b(?:for now|just now|right now|for the moment|at the moment|this (?:time|once|week|morning|evening)|once|today|tonight|tomorrow|temporarily|meanwhile|yet|until|till|for a (?:moment|while|minute|second)|in the meantime|next|(?:just|only) (?:in|on|for|at) (?:this|that|the|one)|(?:in|on|for) (?:this|that) (?:one )?(?:page|file|test|case|view|slide|function|class|module|method|screen|branch|ticket|task))\b/i;
const POINTED = /\b(?:this|that|these|those|it|its|them|they|he|she|him|her|above|below|latter|former|one|ones)\b/i;
const OF_THE_PROJECT =
  /\b(?:in|for|of) (?:this|our) (?:repo|repository|project|codebase|workspace|monorepo|package|team|company)\b/gi;

/** Whether an order is meant for good: neither supposed nor for now. */
export const isForGood = (sentence: string): boolean =>
  !SUPPOSED.test(sentence.replace(POSSIBLE, '')) && !FOR_NOW.test(sentence);

/** Whether words point at something that whoever reads them later does not see. */
export const isPointed = (words: string): boolean => POINTED.test(words.replace(OF_THE_PROJECT, ''));

/** What takes back all that was said. */
const TAKEN_BACK =
  /\b(?:just|only) (?:kidding|joking|a joke)\b|\b(?:kidding|jk|lol|ha(?:ha){0,3}|hehe?|rofl|unfortunately|sadly|scratch that|forget (?:that|it|what i)|ignore (?:that|this|it|what i)|on second thoughts?|wait,? no|or not)\b|[;:]-?[)P](?:\s|$)|,\s?(?:sorry|oops|alas)\b/i;
export const isTakenBack = (message: string): boolean => TAKEN_BACK.test(message);

/** A question about what was just said: it was shown, not ordered. */
export const asksAboutIt = (sentence: string): boolean =>
  sentence.trimEnd().endsWith('?') &&
  /\b(?:that|it|this|think|say|says|mean|means|true|right|sense|agree|why)\b/i.test(sentence);
