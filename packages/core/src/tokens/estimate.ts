const LETTER = 1;
const DIGIT = 2;
const BLANK = 3;
const SIGN = 4;

const KINDS = Uint8Array.from({ length: 128 }, (_, code) => {
  const char = String.fromCharCode(code);
  return /[A-Za-z]/.test(char) ? LETTER : /\d/.test(char) ? DIGIT : /\s/.test(char) ? BLANK : SIGN;
});

function kindOf(code: number): number {
  if (code < 128) return KINDS[code] as number;
  return /\s/.test(String.fromCharCode(code)) ? BLANK : SIGN;
}

/**
 * A count without a vocabulary: about one token per 6 letters of a word, per 3 digits, per 2 signs or letters outside
 * Latin, nothing for single blanks. Within about 20 % of `o200k_base` on English, code and JSON. Linear.
 */
export function estimate(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; ) {
    const first = text.charCodeAt(at);
    const kind = kindOf(first);
    const start = at++;
    while (at < text.length && kindOf(text.charCodeAt(at)) === kind) at++;
    const length = at - start;
    if (kind === LETTER) count += Math.ceil(length / 6);
    else if (kind === DIGIT) count += Math.ceil(length / 3);
    else if (kind === SIGN) count += Math.ceil(length / 2);
    else if (length > 1 || first === 10) count += 1 + Math.floor(length / 16);
  }
  return count;
}
