import type { Used } from './strings.js';

/** The ways a text may be read: as it is, and with the escapes of a JSON string taken off once and twice. */
interface Readings {
  readonly plain: readonly string[];
  /** The same with every run of white space as one space. */
  readonly squashed: readonly string[];
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };
const unescaped = (text: string) =>
  text.replace(/\\(?:u([0-9a-fA-F]{4})|([\s\S]))/g, (_, code: string | undefined, letter: string) =>
    code ? String.fromCharCode(Number.parseInt(code, 16)) : (ESCAPES[letter] ?? letter),
  );
export const squash = (text: string) => text.replace(/\s+/g, ' ');

const known = new Map<string, Readings>();

function readingsOf(text: string): Readings {
  let readings = known.get(text);
  if (!readings) {
    const plain = [text];
    for (let i = 0; i < 2 && plain.at(-1)?.includes('\\'); i++) plain.push(unescaped(plain.at(-1) as string));
    readings = { plain, squashed: plain.map(squash) };
    known.set(text, readings);
  }
  return readings;
}

/** Forgets texts of earlier sessions. */
export const forgetTexts = () => known.clear();

const inWord = (character: string | undefined) => character !== undefined && /[\p{L}\p{N}_$]/u.test(character);
const digit = (character: string | undefined) => character !== undefined && /\d/.test(character);

/** True where the word stands by itself: not inside a longer word, nor inside a longer number. */
function hasWord(text: string, word: string): boolean {
  const [first, last] = [word[0], word.at(-1)];
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const end = at + word.length;
    if (inWord(first) && inWord(text[at - 1])) continue;
    if (inWord(last) && inWord(text[end])) continue;
    if (digit(first) && text[at - 1] === '.' && digit(text[at - 2])) continue;
    if (digit(last) && text[end] === '.' && digit(text[end + 1])) continue;
    return true;
  }
  return false;
}

/** True when a text says a string of an action literally. */
export function says(text: string, { kind, text: wanted }: Used): boolean {
  const { plain, squashed } = readingsOf(text);
  switch (kind) {
    case 'url':
      return plain.some((reading) => reading.includes(wanted));
    case 'phrase':
      return plain.some((one) => one.includes(wanted)) || squashed.some((one) => one.includes(squash(wanted)));
    case 'line':
      return plain.some((one) => new RegExp(`(?:^|[\\s:(,L#])${wanted}(?=[:→\\t|)\\-, ]|$)`, 'm').test(one));
    default:
      return plain.some((one) => hasWord(one, wanted));
  }
}

/** True when a text has a line, whatever its indentation and spaces. */
export function hasLine(text: string, line: string): boolean {
  const { plain, squashed } = readingsOf(text);
  return plain.some((one) => one.includes(line.trim())) || squashed.some((one) => one.includes(squash(line.trim())));
}

/** True when one text has all the parts of a path, as a tree or a listing prints it. */
export function hasParts(text: string, path: string): boolean {
  const parts = path.split('/').filter((part) => part && part !== '..' && part !== '~');
  return path.includes('/') && readingsOf(text).plain.some((one) => parts.every((part) => hasWord(one, part)));
}
