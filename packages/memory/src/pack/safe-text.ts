/** What tells a model to act, in the words that such attempts use. */
const ORDERS = [
  /\b(?:ignore|disregard|forget|override|bypass)\b.{0,40}\b(?:previous|prior|above|earlier|preceding|all|your|system)\b.{0,40}\b(?:instructions?|prompts?|rules?|messages?|guidelines)\b/i,
  /\b(?:you are now|from now on,? you|new instructions?:|system prompt|developer mode|jailbreak)\b/i,
  /\brm\s+-\w*[rf]\w*\s|\b(?:curl|wget)\b.{0,80}\|\s*(?:sudo\s+)?(?:ba|z)?sh\b/i,
  /\b(?:call|use|invoke|run|execute)\b.{0,30}\b(?:the )?(?:tool|function|command)\b.{0,60}\b(?:without|do not|don't)\b.{0,30}\b(?:ask|tell|confirm)/i,
];
/** Signs that open or close roles, frames, calls and marks of our own. */
const FRAMES =
  /<\/?[a-z_|][^<>]{0,80}>|<\||\|>|\[\/?(?:INST|SYS)\]|^\s*#*\s*(?:system|assistant|user|human|developer|tool)\s*:/im;
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
  const flagged = FRAMES.test(text) || line.search(OWN_MARK) >= 0 || ORDERS.some((order) => order.test(line));
  const data = line.replaceAll('<', '‹').replaceAll('>', '›').replace(OWN_MARK, '(');
  return { text: data, flagged };
}
