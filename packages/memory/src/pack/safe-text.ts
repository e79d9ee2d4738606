/** What tells a model to act, in the words that such attempts use. */
const ORDERS =
  /\b(?:ignore|disregard|forget|override)\b.{0,40}\b(?:previous|prior|above|earlier|all|your|system)\b.{0,40}\b(?:instructions?|prompts?|rules?|messages?)\b|\b(?:you are now|act as|new instructions?|system prompt|developer mode)\b|\b(?:rm -rf|curl [^ ]+ ?\| ?(?:sh|bash))\b/i;
/** Signs that open or close roles, frames and markers. */
const FRAMES = /<\/?[a-z_|][^<>]{0,80}>|<\||\|>|\[\/?(?:INST|SYS)\]|^\s*(?:system|assistant|user|human)\s*:/im;

/** A record's text as one quoted line that is nothing but data. */
export interface SafeText {
  readonly text: string;
  readonly flagged: boolean;
}

export function safeText(text: string): SafeText {
  const line = text.replace(/[\p{Cc}\p{Cf}\u2028\u2029\s]+/gu, ' ').trim();
  const flagged = ORDERS.test(line) || FRAMES.test(text);
  return { text: line.replaceAll('<', '‹').replaceAll('>', '›'), flagged };
}
