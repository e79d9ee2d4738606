import { tokenPositions } from '../questions/whole-token.js';

const LONGEST = 1200;
const NOTE = /^\s*\[(?:Left out|…|Of what is left out|\d+ of \d+ |lines |rows )/;

/** The innermost object of some JSON in which a key stands, as JSON. */
function objectWith(value: unknown, key: string): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  for (const inner of Object.values(value)) {
    const found = objectWith(inner, key);
    if (found !== undefined) return found;
  }
  const own = Object.entries(value).filter(([, field]) => typeof field !== 'object');
  const fits = own.some(([name, field]) => tokenPositions(`${name} ${field}`, key).length > 0);
  return fits ? JSON.stringify(Array.isArray(value) ? own.map(([, field]) => field) : value) : undefined;
}

/** What stands around a place, where JSON is broken: its braces, else its line. */
function surroundings(text: string, at: number): string {
  const [open, shut] = [text.lastIndexOf('{', at), text.indexOf('}', at)];
  const line = text.slice(
    text.lastIndexOf('\n', at) + 1,
    text.indexOf('\n', at) < 0 ? undefined : text.indexOf('\n', at),
  );
  const isInside = open >= 0 && shut > at && text.lastIndexOf('}', at) < open && shut - open < LONGEST;
  return isInside ? text.slice(Math.min(open, text.lastIndexOf(line, at)), shut + 1) : line;
}

/** The record of a text in which a key stands as a word of its own: an object, a row, a line. Notes of what is missing are none. */
export function findRecord(text: string, key: string): string | undefined {
  if (tokenPositions(text, key).length === 0) return undefined;
  if (/^\s*[[{]/.test(text)) {
    try {
      const found = objectWith(JSON.parse(text), key);
      if (found !== undefined && found.length < LONGEST) return found;
    } catch {
      // Broken JSON is read as text.
    }
  }
  for (const at of tokenPositions(text, key)) {
    const record = surroundings(text, at);
    if (!NOTE.test(record) && !record.includes('does not occur in')) return record.slice(0, LONGEST);
  }
  return undefined;
}
