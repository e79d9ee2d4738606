import type { Content } from '../../model/content.js';
import { decodeText } from './source.js';

const TITLE =
  /^(?:[^\n:]{0,200}: |[ -]*)?\d+ (?:rows|keys|strings|strings by folder|values|lists|rows by column)(?: \(JSON lines\))?$/;
const FIRST_LINES = 60;
const LONGEST = 2_000_000;

/** Whether a text is in the notation that JSON is packed into: nobody else may cut it, as its lines explain one another. */
export function isOwnNotation({ text, lines }: Content): boolean {
  if (text.length > LONGEST || !lines.slice(0, FIRST_LINES).some((line) => line.length < 260 && TITLE.test(line)))
    return false;
  try {
    decodeText(text);
    return true;
  } catch {
    return false;
  }
}
