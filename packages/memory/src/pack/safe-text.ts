/** What tells a model to act, in the words that such attempts use. */
const ORDERS = [
  /\b(?:you are now|from now on,? you|new instructions?:|system prompt|developer mode|jailbreak)\b/i,
  /\brm\s{1,9}-\w{0,9}[rf]/i,
  /\b(?:call|use|invoke|run|execute)\b.{0,30}\b(?:the )?(?:tool|function|command)\b.{0,60}\b(?:without|do not|don't)\b.{0,30}\b(?:ask|tell|confirm)/i,
];
/** A download that a shell runs. */
const FETCHED = /\b(?:curl|wget)\b/i;
const TO_SHELL = /\|\s{0,9}(?:sudo\s{1,9})?(?:ba|z)?sh\b/i;
/** To ignore whose rules: three words that stand near each other. */
const IGNORE = /\b(?:ignore|disregard|forget|override|bypass)\b/gi;
const EARLIER = /\b(?:previous|prior|above|earlier|preceding|all|your|system)\b/i;
const RULES = /\b(?:instructions?|prompts?|rules?|messages?|guidelines)\b/i;
const NEAR = 100;
/** Signs that open or close roles, frames, calls and marks of our own. */
const FRAMES =
  /<\/?[a-z_|][^<>]{0,80}>|<\||\|>|\[\/?(?:INST|SYS)\]|^[ \t]{0,9}#{0,6}[ \t]{0,9}(?:system|assistant|user|human|developer|tool)[ \t]{0,9}:/im;
const OWN_MARK = /\[(?=\s*(?:Left out:|gives orders;))/gi;

/** A text as one quoted line that is nothing but data. */
export interface SafeText {
  readonly text: string;
  /** It gives orders, or looks like what it is not. */
  readonly flagged: boolean;
}

/** Lines become one, angle brackets other signs, so that no text ends the frame it stands in or begins another. */
export function safeText(text: string): SafeText {
  const line = text.replace(/[\p{Cc}\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\s]+/gu, ' ').trim();
  const flagged =
    FRAMES.test(text) || line.search(OWN_MARK) >= 0 || ORDERS.some((order) => order.test(line)) || commands(line);
  const data = line.replaceAll('<', '‹').replaceAll('>', '›').replace(OWN_MARK, '(');
  return { text: data, flagged };
}

function commands(line: string): boolean {
  if (FETCHED.test(line) && TO_SHELL.test(line)) return true;
  for (const { index } of line.matchAll(IGNORE)) {
    const near = line.slice(index, index + NEAR);
    if (EARLIER.test(near) && RULES.test(near)) return true;
  }
  return false;
}
