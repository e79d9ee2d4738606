const SHORTEST = 1000;
const SHARE = 0.7;
const FEWEST_BREAKS = 8;
const MOST_LINES = 40;
/** An object that is printed begins with its class or a bracket, and has hardly a line break of its own. */
const BEGINNING = /^\s*(?:[[({]|[A-Za-z_][\w.]{0,80}[({[])/;
const ESCAPE = /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([\s\S]))/g;
const NAMED: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  b: '\b',
  f: '\f',
  v: '\v',
  0: '\0',
  a: '\x07',
};

/** A quoted text with its escapes read, and what stands around it, quotes included. */
export interface PrintedLiteral {
  readonly before: string;
  readonly text: string;
  readonly after: string;
  /** The whole is one JSON string, spelled as JSON spells it: writing the text as JSON gives it back. */
  readonly isEncoded?: true;
}

/**
 * The one quoted text with many line breaks that makes up most of an object as Python or JavaScript print it
 * (`[TextContent(type='text', text='…\n…')]`); undefined for any other text.
 */
export function findPrinted(whole: string): PrintedLiteral | undefined {
  if (whole.startsWith('"')) return encodedIn(whole);
  if (whole.length < SHORTEST || !BEGINNING.test(whole.slice(0, 200))) return undefined;
  if (whole.split('\n', MOST_LINES + 1).length > MOST_LINES) return undefined;
  for (let from = nextQuote(whole, 0); from >= 0; ) {
    const to = endOfQuoted(whole, from);
    if (to < 0) return undefined;
    if (to - from >= whole.length * SHARE) {
      const text = unescaped(whole.slice(from + 1, to));
      if (text.split('\n', FEWEST_BREAKS + 1).length <= FEWEST_BREAKS) return undefined;
      return { before: whole.slice(0, from + 1), text, after: whole.slice(to) };
    }
    from = nextQuote(whole, to + 1);
  }
  return undefined;
}

/** A text encoded as one JSON string, as JSON itself would write it. */
function encodedIn(whole: string): PrintedLiteral | undefined {
  if (whole.length < SHORTEST) return undefined;
  try {
    const text: unknown = JSON.parse(whole);
    return typeof text === 'string' && JSON.stringify(text) === whole
      ? { before: '', text, after: '', isEncoded: true }
      : undefined;
  } catch {
    return undefined;
  }
}

function nextQuote(text: string, from: number): number {
  for (let at = from; at < text.length; at++) if (isQuote(text[at])) return at;
  return -1;
}

function isQuote(character: string | undefined): boolean {
  return character === "'" || character === '"' || character === '`';
}

/** Where the quote at a place is closed; -1 where it never is. */
function endOfQuoted(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === text[from]) return at;
  }
  return -1;
}

function unescaped(text: string): string {
  return text.replace(ESCAPE, (whole, byte?: string, unit?: string, point?: string, letter?: string) => {
    if (letter !== undefined) return NAMED[letter] ?? letter;
    const code = Number.parseInt(byte ?? unit ?? point ?? '', 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
