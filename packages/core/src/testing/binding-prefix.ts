import { sha256Hex } from '../ccr/hash.js';
import { isRecord } from '../formats/record.js';

const MARKS: ReadonlySet<string> = new Set(['cache_control']);
const REASONING: ReadonlySet<unknown> = new Set(['thinking', 'redacted_thinking', 'reasoning']);

/** What a signature vouches for: everything that stands before it, and the words that it signs. */
export function prefixHash(opening: unknown, before: readonly unknown[], words: string): string {
  const entries = before.map(counted).filter((entry) => entry !== undefined);
  return sha256Hex(JSON.stringify([counted(opening), entries, words])).slice(0, 32);
}

/** A value without what is not counted: cache marks, key order, earlier reasoning, one text alone or in a list. */
function counted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(counted).filter((item) => item !== undefined);
  if (!isRecord(value)) return value;
  if (REASONING.has(value.type) || value.thought === true) return undefined;
  const fields = Object.keys(value)
    .filter((key) => !MARKS.has(key) && value[key] !== undefined && value[key] !== null)
    .sort()
    .map((key) => [key, key === 'content' ? counted(asParts(value[key])) : counted(value[key])]);
  return Object.fromEntries(fields);
}

function asParts(content: unknown): unknown {
  return typeof content === 'string' ? [{ type: 'text', text: content }] : content;
}
