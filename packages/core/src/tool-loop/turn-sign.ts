import { canonicalArguments } from './canonical-entry.js';
import type { Call } from './loop-dialect.js';

/** What a turn is known by among the turns that could follow the same words: the first call it was shown, or what it said. */
export type TurnSign = Call | string;

/** A call in one spelling: clients parse and print arguments again. */
export function canonicalCall({ id, name, input }: Call): unknown {
  return { id: id ?? '', name, input: canonicalArguments(input) };
}

/** The texts of a message or of its parts, thoughts left out. */
export function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content.map((part: unknown) => partText(part)).join('');
}

function partText(part: unknown): string {
  if (typeof part === 'string') return part;
  if (typeof part !== 'object' || part === null || 'thought' in part) return '';
  const { type, text } = part as { readonly type?: unknown; readonly text?: unknown };
  return typeof text === 'string' && type !== 'reasoning' ? text : '';
}
