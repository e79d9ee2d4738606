/** How an encoding cuts ASCII text into pieces before it merges bytes; what the patterns of the three encodings differ in. */
export interface PieceRules {
  /** What may stand before the letters of a word: a blank, or any one sign or blank. */
  readonly before: 'space' | 'any';
  /** A word is capitals and then small letters: `parseDate` is two. */
  readonly splitCase: boolean;
  /** Where `'s`, `'ll` and the like belong: to the end of a word, or to a piece of their own. */
  readonly contractions: 'word' | 'own' | 'own-lower';
  readonly digits: number;
  /** Codes that a run of signs takes along behind it. */
  readonly tail: readonly number[];
  /** Blanks up to the last line break are one piece. */
  readonly breaks: boolean;
}

export const O200K: PieceRules = {
  before: 'any',
  splitCase: true,
  contractions: 'word',
  digits: 3,
  tail: [10, 13, 47],
  breaks: true,
};
export const CL100K: PieceRules = {
  before: 'any',
  splitCase: false,
  contractions: 'own',
  digits: 3,
  tail: [10, 13],
  breaks: true,
};
export const CLAUDE: PieceRules = {
  before: 'space',
  splitCase: false,
  contractions: 'own-lower',
  digits: Number.POSITIVE_INFINITY,
  tail: [],
  breaks: false,
};

const END = 0;
const FOREIGN = 1;
const UPPER = 2;
const LOWER = 3;
const DIGIT = 4;
const SIGN = 5;
const BLANK = 6;
const BREAK = 7;

/** Stands in a list of codes for a character beyond ASCII. */
export const FOREIGN_CODE = 255;
/** Stands in a list of codes for a sign beyond ASCII that is no letter, number, mark or blank: `…`, `×`, `→`, `│`. */
export const FOREIGN_SIGN_CODE = 253;
/** Stands in a list of codes behind the last character of a text. */
export const END_CODE = 254;

const KINDS = Uint8Array.from({ length: 256 }, (_, code) => {
  const char = String.fromCharCode(code);
  if (code > 127) return code === END_CODE ? END : code === FOREIGN_SIGN_CODE ? SIGN : FOREIGN;
  if (char === '\n' || char === '\r') return BREAK;
  if (/\s/.test(char)) return BLANK;
  if (/\d/.test(char)) return DIGIT;
  return /[A-Z]/.test(char) ? UPPER : /[a-z]/.test(char) ? LOWER : SIGN;
});

/** What stands for a UTF-16 unit beyond ASCII. The signs that tools and our own notes write are known without the pattern. */
export function foreignCode(unit: number): number {
  const isSign =
    unit < 0x2010
      ? unit === 0xb7 || unit === 0xd7
      : unit <= 0x2027 || (unit >= 0x2190 && unit <= 0x23ff) || (unit >= 0x2500 && unit <= 0x2775);
  return isSign ? FOREIGN_SIGN_CODE : FOREIGN_CODE;
}

const kindAt = (codes: Uint8Array, at: number): number => KINDS[codes[at] as number] as number;
const isLetter = (kind: number): boolean => kind === UPPER || kind === LOWER;

/**
 * The end of the piece that starts at `from`, as the encoding's pattern finds it; -1 where a character beyond ASCII has a say
 * and the pattern itself must be asked. Reads at most three codes behind the piece.
 */
export function pieceEnd(codes: Uint8Array, from: number, rules: PieceRules): number {
  const code = codes[from] as number;
  const first = kindAt(codes, from);
  if (isLetter(first)) return wordEnd(codes, from, rules);
  if (first === DIGIT) return digitsEnd(codes, from, rules);
  const next = kindAt(codes, from + 1);
  if (first === FOREIGN || next === FOREIGN) return -1;
  if (code === 39 && rules.contractions !== 'word') {
    const end = contractionEnd(codes, from, rules.contractions === 'own-lower');
    if (end > from) return end;
  }
  if (isLetter(next) && (code === 32 || (rules.before === 'any' && first !== BREAK)))
    return wordEnd(codes, from + 1, rules);
  if (first === SIGN) return signsEnd(codes, from, rules);
  if (code === 32 && next === SIGN) return signsEnd(codes, from + 1, rules);
  if (code === 32 && next === DIGIT && rules.before === 'space') return digitsEnd(codes, from + 1, rules);
  return blanksEnd(codes, from, rules);
}

function wordEnd(codes: Uint8Array, from: number, rules: PieceRules): number {
  let to = from;
  let kind = kindAt(codes, to);
  if (rules.splitCase) {
    while (kind === UPPER) kind = kindAt(codes, ++to);
    while (kind === LOWER) kind = kindAt(codes, ++to);
  } else while (isLetter(kind)) kind = kindAt(codes, ++to);
  if (kind === FOREIGN) return -1;
  return rules.contractions === 'word' && codes[to] === 39 ? contractionEnd(codes, to, false) : to;
}

/** Behind `'s`, `'t`, `'m`, `'d`, `'re`, `'ve` or `'ll`; `from` where there is none. */
function contractionEnd(codes: Uint8Array, from: number, lowerOnly: boolean): number {
  const fold = lowerOnly ? 0 : 32;
  const one = (codes[from + 1] as number) | fold;
  if (one === 115 || one === 116 || one === 109 || one === 100) return from + 2;
  const two = (codes[from + 2] as number) | fold;
  return ((one === 114 || one === 118) && two === 101) || (one === 108 && two === 108) ? from + 3 : from;
}

function digitsEnd(codes: Uint8Array, from: number, rules: PieceRules): number {
  let to = from;
  let kind = DIGIT;
  while (kind === DIGIT && to - from < rules.digits) kind = kindAt(codes, ++to);
  return kind === FOREIGN && to - from < rules.digits ? -1 : to;
}

function signsEnd(codes: Uint8Array, from: number, rules: PieceRules): number {
  let to = from;
  let kind = SIGN;
  while (kind === SIGN) kind = kindAt(codes, ++to);
  if (kind === FOREIGN) return -1;
  if (kind === BREAK) while (rules.tail.includes(codes[to] as number)) to++;
  return to;
}

/** A run of blanks leaves its last one to what follows. */
function blanksEnd(codes: Uint8Array, from: number, rules: PieceRules): number {
  let to = from;
  let last = -1;
  let kind = kindAt(codes, to);
  while (kind >= BLANK) {
    if (kind === BREAK) last = to;
    kind = kindAt(codes, ++to);
  }
  if (kind === FOREIGN) return -1;
  if (rules.breaks && last >= 0) return last + 1;
  return kind === END || to - from === 1 ? to : to - 1;
}
