/** What a line consists of, for {@link ScannedLine}. */
const BLANK = 0;
const SIGN = 1;
const LETTER = 2;
const DIGIT = 4;
const BEYOND = 8;

const KINDS = Uint8Array.from({ length: 128 }, (_, code) => {
  const char = String.fromCharCode(code);
  if (/\s/.test(char)) return BLANK;
  if (/\d/.test(char)) return DIGIT;
  return /[A-Za-z_]/.test(char) ? LETTER : SIGN;
});
const LONGEST = 600;
const MOST_INDENT = 12;
const DOT = 46;

/** Most words of a line that are looked at one by one. */
export const MOST_PLACES = 12;

/** A word of a line: where it stands, and 64 bits that stand for it. */
export interface ScannedWord {
  from: number;
  to: number;
  a: number;
  b: number;
  /** 32 bits that stand for it whatever its case. */
  folded: number;
  /** Of letters (and underscores) of ASCII only. */
  isPlain: boolean;
  hasDigit: boolean;
  /** Holds characters beyond ASCII, so that it is as it is. */
  isBeyond: boolean;
  /** Its value, where it is a number, with what stands behind its point; else not a number. */
  value: number;
}

/**
 * Reads the words of a line one after the other, from the codes of the text, and what stands between them; one object for all
 * lines, so that megabytes are read without garbage. Only the first 600 characters of a line count.
 */
export class LineScanner {
  readonly word: ScannedWord = {
    from: 0,
    to: 0,
    a: 0,
    b: 0,
    folded: 0,
    isPlain: false,
    hasDigit: false,
    isBeyond: false,
    value: Number.NaN,
  };
  /** 64 bits that stand for the signs between the words and for the words that were {@link take}n, so far. */
  a = 0;
  b = 0;
  #at = 0;
  #end = 0;

  constructor(readonly text: string) {}

  /** Begins with a line. */
  start(from: number, to: number): void {
    let at = from;
    while (at < to && this.#kindAt(at) === BLANK) at++;
    this.a = Math.min(at - from, MOST_INDENT) + 1;
    this.b = 1;
    this.#at = at;
    this.#end = Math.min(to, from + LONGEST);
  }

  /** Goes to the next word; false where there is none. */
  next(): boolean {
    let blank = false;
    while (this.#at < this.#end) {
      const kind = this.#kindAt(this.#at);
      if (kind > SIGN) break;
      // Columns are padded: any number of blanks is one.
      if (kind === SIGN || !blank) this.mix(kind === SIGN ? this.text.charCodeAt(this.#at) : 32, 7);
      blank = kind === BLANK;
      this.#at++;
    }
    if (this.#at >= this.#end) return false;
    this.#readWord();
    return true;
  }

  /** Adds a word, or whatever stands for it, to what the line is known by. */
  mix(a: number, b: number): void {
    this.a = Math.imul(this.a ^ a, 0x9e3779b1) ^ (this.a >>> 15);
    this.b = Math.imul(this.b + b, 0x85ebca6b) ^ (this.b >>> 13) ^ a;
  }

  #kindAt(at: number): number {
    const code = this.text.charCodeAt(at);
    return code < 128 ? (KINDS[code] as number) : BEYOND;
  }

  #readWord(): void {
    const { text, word } = this;
    const end = this.#end;
    let at = this.#at;
    let kinds = 0;
    let value = 0;
    let [a, b, folded] = [17, 31, 0];
    word.from = at;
    while (at < end) {
      const code = text.charCodeAt(at);
      const kind = code < 128 ? (KINDS[code] as number) : BEYOND;
      if (kind <= SIGN) break;
      kinds |= kind;
      a = Math.imul(a ^ code, 0x9e3779b1) ^ (a >>> 15);
      b = Math.imul(b + code, 0x85ebca6b) ^ (b >>> 13);
      folded = (Math.imul(folded, 31) + (code | 32)) | 0;
      value = value * 10 + code - 48;
      at++;
    }
    word.a = a;
    word.b = b;
    word.folded = folded;
    word.isPlain = kinds === LETTER;
    word.hasDigit = (kinds & DIGIT) !== 0;
    word.isBeyond = (kinds & BEYOND) !== 0;
    word.to = at;
    this.#at = at;
    word.value = kinds === DIGIT ? this.#withFraction(value) : Number.NaN;
  }

  /** A point and digits behind a number are part of it. */
  #withFraction(whole: number): number {
    if (this.text.charCodeAt(this.#at) !== DOT || this.#at + 1 >= this.#end || this.#kindAt(this.#at + 1) !== DIGIT)
      return whole;
    let value = whole;
    let place = 0.1;
    for (this.#at++; this.#at < this.#end && this.#kindAt(this.#at) === DIGIT; this.#at++) {
      value += (this.text.charCodeAt(this.#at) - 48) * place;
      place /= 10;
    }
    return value;
  }
}

/** The 32 bits that stand for a word whatever its case; of ASCII words equal to {@link ScannedWord.folded}. */
export function foldedOf(word: string): number {
  let folded = 0;
  for (let i = 0; i < word.length; i++) folded = (Math.imul(folded, 31) + (word.charCodeAt(i) | 32)) | 0;
  return folded;
}
