import { sha256Hex } from '../ccr/hash.js';
import { isRecord } from '../formats/record.js';
import type { Fields } from './loop-dialect.js';

/** Lists in which an entry keeps its parts. */
const LISTS: ReadonlySet<string> = new Set(['content', 'parts', 'tool_calls', 'output', 'summary']);
/** Records of a part that hold a call. */
const CALLS: ReadonlySet<string> = new Set(['function', 'custom', 'functionCall', 'function_call']);
/** Arguments that some clients keep as a value and some as its JSON. */
const ARGUMENTS: ReadonlySet<string> = new Set(['arguments', 'args', 'input']);
const MARKS: ReadonlySet<string> = new Set(['cache_control', 'cacheControl', 'cachePoint', 'cache_point']);
const TEXTS: ReadonlySet<unknown> = new Set(['input_text', 'output_text', 'text']);
/** Thoughts of the model: they follow from what stands before them, and clients drop those of older turns. */
const THOUGHTS: ReadonlySet<unknown> = new Set(['thinking', 'redacted_thinking', 'reasoning']);
const THOUGHT_KEYS: ReadonlySet<string> = new Set([
  'reasoning',
  'reasoning_content',
  'reasoning_details',
  'signature',
  'thoughtSignature',
  'thought_signature',
]);

/**
 * An entry of a history as the same value whichever way a client spells it: without cache marks, which move from turn to turn,
 * and without the model's thoughts; a text alone or in a list; arguments as a value or as JSON. Whatever a user, a tool or the
 * model said stays in it, to the letter.
 */
export function canonicalEntry(entry: unknown): unknown {
  if (!isRecord(entry)) return entry;
  const { role, type } = entry;
  const isItem = role === undefined && typeof type === 'string';
  return canonicalPart(entry, isItem || role === 'assistant' || role === 'model');
}

/** JSON with sorted keys; values that JSON does not have are written too. */
export function canonicalText(value: unknown): string {
  return JSON.stringify(sorted(value)) ?? '';
}

/** Arguments of a call in one spelling. Numbers too long for JavaScript stay as they are written. */
export function canonicalArguments(input: unknown): unknown {
  if (typeof input !== 'string' || /\d{16}/.test(input)) return input;
  try {
    return JSON.parse(input) as unknown;
  } catch {
    return input;
  }
}

function canonicalPart(part: unknown, isModel: boolean): unknown {
  if (!isRecord(part)) return part;
  if (isModel && (THOUGHTS.has(part.type) || part.thought === true)) return undefined;
  if (typeof part.text === 'string' && TEXTS.has(part.type)) return canonicalTextPart(part, isModel);
  const fields = Object.entries(part).flatMap(([key, value]) => {
    const kept = canonicalField(key, value, isModel);
    return kept === undefined || kept === null ? [] : [[key, kept] as const];
  });
  return fields.length > 0 ? Object.fromEntries(fields) : undefined;
}

function canonicalTextPart(part: Fields, isModel: boolean): unknown {
  const { text, type: _, ...rest } = part;
  const more = canonicalPart(rest, isModel);
  return more === undefined ? { text } : { text, more };
}

function canonicalField(key: string, value: unknown, isModel: boolean): unknown {
  if (MARKS.has(key) && isMark(value)) return undefined;
  if (isModel && THOUGHT_KEYS.has(key)) return undefined;
  if (key === 'content' && typeof value === 'string') return value === '' ? undefined : [{ text: value }];
  if (LISTS.has(key) && Array.isArray(value)) {
    const parts = value.flatMap((part: unknown) => canonicalPart(part, isModel) ?? []);
    return parts.length > 0 ? parts : undefined;
  }
  if (ARGUMENTS.has(key)) return canonicalArguments(value);
  if (CALLS.has(key) || key === 'providerOptions') return canonicalCall(value, isModel);
  return value;
}

/** A call, or what a framework says to each provider. */
function canonicalCall(value: unknown, isModel: boolean): unknown {
  if (!isRecord(value)) return value;
  const fields = Object.entries(value).map(
    ([key, inner]) => [key, ARGUMENTS.has(key) ? inner : canonicalPart(inner, isModel)] as const,
  );
  return canonicalPart(Object.fromEntries(fields), isModel);
}

function isMark(value: unknown): boolean {
  return isRecord(value) && (value.type === 'ephemeral' || value.type === 'default');
}

function sorted(value: unknown): unknown {
  if (typeof value === 'bigint') return `${value}n`;
  if (Array.isArray(value)) return value.map(sorted);
  if (ArrayBuffer.isView(value)) return { bytes: bytesOf(value) };
  if (typeof value !== 'object' || value === null) return value;
  if ('toJSON' in value && typeof value.toJSON === 'function') return value.toJSON() as unknown;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]));
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): string {
  return sha256Hex(new TextDecoder('latin1').decode(new Uint8Array(buffer, byteOffset, byteLength)));
}
