import type { JsonValue } from '../../model/content.js';
import type { JsonObject } from './table.js';

const SCHEMA = /^(?:input_?schema|parameters|args_?schema|json_?schema)$/i;
/** How many objects stand inside others of their shape before a tree counts as one of many records. */
const MANY = 40;
const DEEPEST = 60;
/** Beyond so many objects enough is known. */
const MOST = 20_000;

/**
 * Whether each part of a document may be the one that is needed, whatever the question says: a catalogue of tools is read to choose
 * a tool and to fill its arguments, and how a question words that has nothing in common with their names.
 */
export function isKeptWhole(value: JsonValue): boolean {
  if (value.type === 'array') return isCatalogue(value.items);
  if (value.type !== 'object') return false;
  return value.entries.some(([, one]) => one.type === 'array' && isCatalogue(one.items));
}

/** A list in which nearly every item has a name and a schema of its arguments, by itself or under `function`. */
function isCatalogue(items: readonly JsonValue[]): boolean {
  const tools = items.filter((item) => item.type === 'object' && isTool(item)).length;
  return tools > 1 && tools >= items.length * 0.9;
}

function isTool({ entries }: JsonObject): boolean {
  const inner = entries.find(([key]) => key === 'function')?.[1];
  if (inner?.type === 'object') return isTool(inner);
  return (
    entries.some(([key, { type }]) => key === 'name' && type === 'string') &&
    entries.some(([key, { type }]) => SCHEMA.test(key) && type === 'object')
  );
}

/** Whether a document is a deep tree of one recurring shape, such as dependencies with dependencies: many records, however few at the top. */
export function isSelfSimilar(value: JsonValue): boolean {
  const count = { inside: 0, seen: 0 };
  visit(value, [], count);
  return count.inside > MANY;
}

function visit(value: JsonValue, above: readonly string[], count: { inside: number; seen: number }): void {
  if (count.seen++ > MOST || count.inside > MANY || above.length > DEEPEST) return;
  if (value.type === 'array') for (const item of value.items) visit(item, above, count);
  if (value.type !== 'object') return;
  const own = shapeOf(value);
  if (own !== '' && above.includes(own)) count.inside += 1;
  for (const [, one] of value.entries) visit(one, own === '' ? above : [...above, own], count);
}

/** The names of an object's plain values; of one alone nothing can be told. */
function shapeOf({ entries }: JsonObject): string {
  const plain = entries.filter(([, { type }]) => type !== 'object' && type !== 'array').map(([key]) => key);
  return plain.length > 1 ? plain.sort().join() : '';
}
