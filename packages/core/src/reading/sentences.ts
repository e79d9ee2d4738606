import { codesOf } from './character-codes.js';

const SHORT_FORMS = new Set(
  'e.g i.e etc vs cf al fig figs eq no nos vol pp ed eds mr mrs ms dr prof st jr sr inc ltd co corp dept approx sec ch resp viz incl'.split(
    ' ',
  ),
);
const WIDE_END = /[。！？]/;
const isAsciiCloser = codesOf(/[.!?"')\]*_`]/);
const isCloser = (code: number): boolean =>
  isAsciiCloser(code) || code === 0x2019 || code === 0x201d || code === 0x300d;
const isAsciiSpace = codesOf(/[ \n\r\t]/);
const isSpace = (code: number): boolean => isAsciiSpace(code) || code === 0xa0;

/**
 * Ends of the sentences of `text` between two offsets: a sentence ends behind its punctuation, closing quotes and the
 * white space that follows. Short forms (`e.g.`), initials, numbers and file names do not end one.
 */
export function sentenceEnds(text: string, from: number, to: number): number[] {
  const ends: number[] = [];
  for (let i = from; i < to; i++) {
    const code = text.charCodeAt(i);
    if (code !== 46 && code !== 33 && code !== 63 && code < 0x3000) continue;
    const wide = code >= 0x3000;
    if (wide && !WIDE_END.test(text.charAt(i))) continue;
    let end = i + 1;
    while (end < to && isCloser(text.charCodeAt(end))) end++;
    const behind = end;
    while (end < to && isSpace(text.charCodeAt(end))) end++;
    if (end >= to) break;
    if (
      !wide &&
      (end === behind || !startsSentence(text.charCodeAt(end)) || (code === 46 && isShortForm(text, from, i)))
    ) {
      i = Math.max(i, behind - 1);
      continue;
    }
    ends.push(end);
    i = end - 1;
  }
  ends.push(to);
  return ends;
}

/** A lower-case letter, a comma and the like go on with the sentence. */
function startsSentence(code: number): boolean {
  return !(code >= 97 && code <= 122) && code !== 44 && code !== 59 && code !== 58 && code !== 41;
}

function isShortForm(text: string, from: number, dot: number): boolean {
  let start = dot;
  while (start > from && dot - start < 8) {
    const code = text.charCodeAt(start - 1);
    const letter = (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 46;
    if (!letter) break;
    start--;
  }
  const word = text.slice(start, dot);
  return word.length === 0
    ? false
    : (word.length === 1 && word >= 'A' && word <= 'Z') || SHORT_FORMS.has(word.toLowerCase());
}
