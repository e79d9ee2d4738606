import type { JsonValue } from '../../model/content.js';

type JsonObject = Extract<JsonValue, { type: 'object' }>;

const KEY = /^(?:key|name|label)$/i;
const VALUE = /^(?:value|val)$/i;
const MOST_PAIRS = 60;
const FEWEST = 3;
const DEEPEST = 40;

/** How many lists at one place are of a kind. */
interface Tally {
  lists: number;
  pairs: number;
  single: number;
}

/**
 * Lists inside the rows of a list that stand for something flatter: pairs (`Tags: [{ Key, Value }]`, HTTP headers, trace attributes)
 * as the object they mean, and lists that always hold just one object as that object, so that all of it becomes columns. The same
 * reference where there are none.
 */
export function flattenLists(value: JsonValue): JsonValue {
  const found = new Map<string, Tally>();
  survey(value, '', 0, false, found);
  const flat = new Set<string>();
  for (const [path, { lists, pairs, single }] of found)
    if (lists >= FEWEST && (pairs === lists || single === lists)) flat.add(path);
  return flat.size > 0 ? flattened(value, '', 0, flat) : value;
}

/** Counts the lists in rows by path, where `*` stands for any item. */
function survey(value: JsonValue, path: string, depth: number, inRow: boolean, found: Map<string, Tally>): void {
  if (depth > DEEPEST) return;
  if (value.type === 'object') {
    for (const [key, inner] of value.entries) {
      if (inner.type === 'array' || inner.type === 'object') survey(inner, `${path}.${key}`, depth + 1, inRow, found);
    }
  } else if (value.type === 'array') {
    if (inRow && value.items.length > 0) {
      const tally = found.get(path) ?? { lists: 0, pairs: 0, single: 0 };
      tally.lists++;
      if (value.items.length === 1 && value.items[0]?.type === 'object') tally.single++;
      if (tally.pairs === tally.lists - 1 && pairsOf(value.items)) tally.pairs++;
      found.set(path, tally);
    }
    for (const item of value.items) survey(item, `${path}.*`, depth + 1, true, found);
  }
}

function flattened(value: JsonValue, path: string, depth: number, flat: ReadonlySet<string>): JsonValue {
  if (depth > DEEPEST) return value;
  if (value.type === 'object') {
    const entries = value.entries.map(([key, inner]): JsonObject['entries'][number] => [
      key,
      flattened(inner, `${path}.${key}`, depth + 1, flat),
    ]);
    return entries.every(([, inner], i) => inner === value.entries[i]?.[1]) ? value : { type: 'object', entries };
  }
  if (value.type !== 'array') return value;
  const pairs = flat.has(path) ? pairsOf(value.items) : undefined;
  if (pairs) return { type: 'object', entries: pairs };
  const items = value.items.map((item) => flattened(item, `${path}.*`, depth + 1, flat));
  const [first] = items;
  if (first && flat.has(path)) return first;
  return items.every((item, i) => item === value.items[i]) ? value : { type: 'array', items };
}

/** The pairs of a list in which every item is one, with a key that no other has. */
function pairsOf(items: readonly JsonValue[]): JsonObject['entries'] | undefined {
  if (items.length > MOST_PAIRS) return undefined;
  const pairs: JsonObject['entries'][number][] = [];
  const seen = new Set<string>();
  for (const item of items) {
    if (item.type !== 'object' || item.entries.length !== 2) return undefined;
    const [first, second] = item.entries;
    const [key, value] = first && KEY.test(first[0]) ? [first, second] : [second, first];
    if (!key || !value || !KEY.test(key[0]) || !VALUE.test(value[0]) || key[1].type !== 'string') return undefined;
    if (seen.has(key[1].value)) return undefined;
    seen.add(key[1].value);
    pairs.push([key[1].value, value[1]]);
  }
  return pairs;
}
