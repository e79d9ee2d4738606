import { encode } from '@toon-format/toon';
import { mapToolTexts } from '../chat.js';
import type { Method } from './method.js';

function rewriting(name: string, title: string, change: (text: string) => string): Method {
  return { name, title, run: async (messages) => ({ messages: mapToolTexts(messages, change) }) };
}

/** The shorter of the text and another spelling of the JSON in it; the text itself where it is no JSON. */
function respell(text: string, spell: (value: unknown) => string): string {
  try {
    const spelled = spell(JSON.parse(text));
    return spelled.length < text.length ? spelled : text;
  } catch {
    return text;
  }
}

/** The first and the last eighth of the characters. */
export function headAndTail(text: string): string {
  if (text.length < 40) return text;
  const eighth = Math.floor(text.length / 8);
  return `${text.slice(0, eighth)}\n...\n${text.slice(-eighth)}`;
}

export const identity = rewriting('identity', 'No compression', (text) => text);
/** JSON without the spaces between its signs; any other text as it is. */
export const minify = (text: string) => respell(text, (value) => JSON.stringify(value));
export const minifiedJson = rewriting('json', 'Minified JSON', minify);
export const toon = rewriting('toon', 'TOON 4.4.0 on JSON', (text) => respell(text, (value) => encode(value)));
export const truncation = rewriting('truncation', 'Truncation (first and last eighth)', headAndTail);
