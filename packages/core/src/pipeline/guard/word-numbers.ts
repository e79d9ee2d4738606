/** A growing list of whole numbers. */
export class Numbers {
  values = new Int32Array(4096);
  length = 0;

  push(value: number): void {
    if (this.length === this.values.length) {
      const wider = new Int32Array(this.length * 2);
      wider.set(this.values);
      this.values = wider;
    }
    this.values[this.length++] = value;
  }
}

const [NONE, DIGIT, LETTER, UNDERLINE] = [0, 1, 2, 3];
const UNKNOWN = 4;
const LETTERS = /^\p{L}$/u;
const DIGITS = /^\p{N}$/u;
const kinds = new Uint8Array(65_536).fill(UNKNOWN, 128);
for (let code = 0; code < 128; code++) kinds[code] = kindOfAscii(code);

function kindOfAscii(code: number): number {
  const small = code | 32;
  if (code >= 48 && code <= 57) return DIGIT;
  if (code === 95) return UNDERLINE;
  return code >= 65 && small >= 97 && small <= 122 ? LETTER : NONE;
}

function kindOf(character: string): number {
  return LETTERS.test(character) ? LETTER : DIGITS.test(character) ? DIGIT : NONE;
}

/** What stands at a place of a text, by Unicode: a digit, a letter, `_`, or something else. Half of a pair is what its pair is. */
function kindAt(text: string, at: number, code: number): number {
  if ((code & 0xf800) === 0xd800) return kindOf(pairAt(text, at, code));
  const kind = kinds[code]!;
  if (kind !== UNKNOWN) return kind;
  kinds[code] = kindOf(text[at]!);
  return kinds[code]!;
}

function pairAt(text: string, at: number, code: number): string {
  const first = (code & 0xfc00) === 0xdc00 && (text.charCodeAt(at - 1) & 0xfc00) === 0xd800 ? at - 1 : at;
  return String.fromCodePoint(text.codePointAt(first)!);
}

export function isLetterAt(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return (code < 128 ? kinds[code] : kindAt(text, at, code)) === LETTER;
}

const BASIS = 0x811c9dc5 | 0;
const PRIME = 0x01000193;
const NOTHING = -1;
/** So many slots are looked at; what is farther is looked up by its text. */
const MOST_TRIED = 32;

/**
 * Gives every word (letters, digits and `_`, by Unicode; upper and lower case alike) a number, from 0, in the order in which words
 * are met. A word costs no string but the first time. Hashes are FNV-1a.
 */
export class WordNumbers {
  /** Each word in lower case, by its number. */
  readonly words: string[] = [];
  #hashes = new Int32Array(1024);
  /** Open addressing: a word's number, or {@link NOTHING}. */
  #slots = new Int32Array(2048).fill(NOTHING);
  /** Words that found no slot near theirs: somebody may choose words whose hashes are alike. */
  readonly #crowded = new Map<string, number>();

  /** Appends the numbers of the words between two places of a text. */
  read(text: string, from: number, to: number, numbers: Numbers): void {
    for (let at = from; at < to; ) {
      let code = text.charCodeAt(at);
      if ((code < 128 ? kinds[code]! : kindAt(text, at, code)) === NONE) {
        at++;
        continue;
      }
      const begin = at;
      let hash = BASIS;
      let isPlain = true;
      do {
        if (code >= 128) isPlain = false;
        else hash = Math.imul(hash ^ (code >= 65 && code <= 90 ? code | 32 : code), PRIME);
        if (++at >= to) break;
        code = text.charCodeAt(at);
      } while ((code < 128 ? kinds[code]! : kindAt(text, at, code)) !== NONE);
      const known = isPlain ? this.#find(text, begin, at, hash) : NOTHING;
      numbers.push(known === NOTHING ? this.#numberOf(text.slice(begin, at).toLowerCase()) : known);
    }
  }

  /** The number of a word in lower case; -1 for one that was never met. */
  of(word: string): number {
    return this.#find(word, 0, word.length, hashOf(word, 0, word.length));
  }

  /** The number of a word that stands in a text, in whatever case; -1 for one that was never met. */
  at(text: string, from: number, to: number): number {
    for (let at = from; at < to; at++)
      if (text.charCodeAt(at) >= 128) return this.of(text.slice(from, to).toLowerCase());
    return this.#find(text, from, to, hashOf(text, from, to));
  }

  #find(text: string, from: number, to: number, hash: number): number {
    const mask = this.#slots.length - 1;
    const first = spread(hash);
    for (let tried = 0; tried < MOST_TRIED; tried++) {
      const number = this.#slots[(first + tried) & mask]!;
      if (number === NOTHING || (this.#hashes[number] === hash && isSame(this.words[number]!, text, from, to)))
        return number;
    }
    return this.#crowded.get(text.slice(from, to).toLowerCase()) ?? NOTHING;
  }

  #numberOf(word: string): number {
    const hash = hashOf(word, 0, word.length);
    const known = this.#find(word, 0, word.length, hash);
    if (known !== NOTHING) return known;
    const number = this.words.push(word) - 1;
    if (number === this.#hashes.length) {
      const wider = new Int32Array(number * 2);
      wider.set(this.#hashes);
      this.#hashes = wider;
    }
    this.#hashes[number] = hash;
    if (number * 2 >= this.#slots.length) this.#widen();
    else this.#place(number);
    return number;
  }

  #widen(): void {
    this.#slots = new Int32Array(this.#slots.length * 4).fill(NOTHING);
    this.#crowded.clear();
    for (let number = 0; number < this.words.length; number++) this.#place(number);
  }

  #place(number: number): void {
    const mask = this.#slots.length - 1;
    const first = spread(this.#hashes[number]!);
    for (let tried = 0; tried < MOST_TRIED; tried++) {
      const slot = (first + tried) & mask;
      if (this.#slots[slot] !== NOTHING) continue;
      this.#slots[slot] = number;
      return;
    }
    this.#crowded.set(this.words[number]!, number);
  }
}

function hashOf(text: string, from: number, to: number): number {
  let hash = BASIS;
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at);
    hash = Math.imul(hash ^ (code >= 65 && code <= 90 ? code | 32 : code), PRIME);
  }
  return hash;
}

function spread(hash: number): number {
  return hash ^ (hash >>> 15);
}

/** Whether a word in lower case stands at a place of a text, in whatever case of ASCII. */
function isSame(word: string, text: string, from: number, to: number): boolean {
  if (word.length !== to - from) return false;
  for (let i = 0; i < word.length; i++) {
    const code = text.charCodeAt(from + i);
    if (word.charCodeAt(i) !== (code >= 65 && code <= 90 ? code | 32 : code)) return false;
  }
  return true;
}
