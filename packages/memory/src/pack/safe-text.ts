import { hidesText, withoutInvisible } from './invisible.js';

/** What tells a model to act, in the words that such attempts use. */
const ORDERS = [
  /\b(?:you are now|from now on,? you|system prompt|developer mode|jailbreak)\b|\bnew instructions?:/i,
  /\byou (?:must|should|shall|have to|need to) (?:now )?(?:call|use|invoke|run|execute) [`"']?(?:memory_|headroom_)/i,
  /\b(?:never|do not|don't) (?:tell|inform|show)\b.{0,30}\bthe user\b.{0,20}\bthis (?:note|memory|record|message|instruction)/i,
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
/** The same in the languages that it is said in most, where ordinary talk says it of what came before least. */
const IGNORE_ELSEWHERE =
  /\b(?:ignorier|missacht|vergiss|vergesst|ignor[ae]|olvid[ae]|oubli|desconsider)|忽略|无视|無視|忘记|忘掉|忘れ/gi;
const EARLIER_ELSEWHERE =
  /\b(?:vorherig|bisherig|vorangegangen|obig|anterior|previ[ao]s|pr[eé]c[eé]dent|ant[eé]rieur)|之前|以上|先前|前面|これまで|以前の|上記/i;
const RULES_ELSEWHERE = /\b(?:anweisung|instruc|instru[cç][oõ]|consignes|r[eè]gles)|指令|指示|提示|规则/i;
/** Letters of other scripts that look like those of ours, in the order of what they look like. */
const LOOKALIKES = new Map([...'аеорсухіјѕһԁԛԝ'].map((sign, i) => [sign, 'aeopcyxijshdqw'[i] as string]));
for (const [i, sign] of [...'οανι'].entries()) LOOKALIKES.set(sign, 'oavi'[i] as string);
const MIXED = /[\p{L}\p{M}]{2,80}/gu;
/** What ends a line to some reader. */
const LINE_ENDS = /[\r\v\f\x1c-\x1e\x85\u2028\u2029]/g;
/** Signs that open or close roles, frames, calls and marks of our own; not those of code and pages. */
const FRAMES =
  /<\/?(?:\w{1,20}:)?(?:system|assistant|user|human|developer|tool|memory|headroom|instruction|prompt|function|invoke|parameter|thinking|context|im_)[^<>]{0,80}>|<\||\|>|\[\/?(?:INST|SYS)\]|^[ \t]{0,9}#{0,6}[ \t]{0,9}(?:system|assistant|user|human|developer|tool)[ \t]{0,9}:/im;
const OWN_MARK = /\[(?=\s*(?:Left out:|gives orders;))/gi;

/** A text as one quoted line that is nothing but data. */
export interface SafeText {
  readonly text: string;
  /** It is recognized as giving orders, as hiding something, or as looking like what it is not. */
  readonly flagged: boolean;
}

/**
 * Lines become one, what shows nothing goes, angle brackets are other signs: so no text ends the frame it stands in or begins another.
 * That is the protection; `flagged` is a hint, for nobody knows all words of an order.
 */
export function safeText(text: string): SafeText {
  const isPlain = !/[^\x00-\x7f]/.test(text);
  const seen = isPlain ? text : withoutInvisible(text);
  const line = asLine(seen);
  const read = isPlain ? text : folded(seen);
  const readLine = isPlain ? line : asLine(read);
  const flagged =
    (!isPlain && hidesText(text)) ||
    FRAMES.test(read.replace(LINE_ENDS, '\n')) ||
    line.search(OWN_MARK) >= 0 ||
    ORDERS.some((order) => order.test(readLine)) ||
    commands(readLine);
  const data = line.replaceAll('<', '‹').replaceAll('>', '›').replace(OWN_MARK, '(');
  return { text: data, flagged };
}

function asLine(text: string): string {
  return text.replace(/[\p{Cc}\s]+/gu, ' ').trim();
}

/** A text in the letters that it is read in: full-width signs as narrow ones, lookalikes within a word of ours as what they look like. */
function folded(text: string): string {
  return text.normalize('NFKC').replace(MIXED, (word) => {
    if (!/[a-z]/i.test(word) || !/[^\x00-\x7f]/.test(word)) return word;
    return [...word].map((sign) => LOOKALIKES.get(sign) ?? sign).join('');
  });
}

function commands(line: string): boolean {
  if (FETCHED.test(line) && TO_SHELL.test(line)) return true;
  for (const { index } of line.matchAll(IGNORE)) {
    const near = line.slice(index, index + NEAR);
    if (EARLIER.test(near) && RULES.test(near)) return true;
  }
  for (const { index } of line.matchAll(IGNORE_ELSEWHERE)) {
    // Where the verb stands at the end, what it is about comes before it.
    const near = line.slice(Math.max(0, index - NEAR / 2), index + NEAR);
    if (EARLIER_ELSEWHERE.test(near) && RULES_ELSEWHERE.test(near)) return true;
  }
  return false;
}
