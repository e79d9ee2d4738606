import type { Task } from '../../model/compressor.js';
import type { JsonValue } from '../../model/content.js';
import { namesKey, wantsLinks } from './noise.js';
import type { JsonObject } from './table.js';

/** A document without the addresses that begin like one beside them, and how many those are. */
export interface LeanDocument {
  readonly value: JsonValue;
  readonly dropped: number;
}

const LINK = /^https?:\/\/[^\s/]+\/\S/;
const BASE = /^(?:url|self|href|uri|html_?url|web_?url|permalink)$/i;
/** Fewer are not worth a note. */
const FEWEST = 4;
/** Records of longer lists are rows, whose columns are chosen elsewhere. */
const LONGEST_LIST = 4;
const NAMES_TOLD = 6;
const DEEPEST = 40;

/**
 * Takes the addresses out of the objects of a document that say the address of the object first and then, over and over, what lies
 * below it. Every object says which they were, and the first of them stays.
 */
export function dropAddresses(value: JsonValue, task: Task): LeanDocument {
  const count = { dropped: 0 };
  const lean = wantsLinks(task) ? value : prune(value, task, count, 0);
  return { value: lean, dropped: count.dropped };
}

function prune(value: JsonValue, task: Task, count: { dropped: number }, depth: number): JsonValue {
  if (depth > DEEPEST) return value;
  if (value.type === 'array') {
    if (value.items.length > LONGEST_LIST) return value;
    const items = value.items.map((item) => prune(item, task, count, depth + 1));
    return items.every((item, i) => item === value.items[i]) ? value : { type: 'array', items };
  }
  if (value.type !== 'object') return value;
  const below = addressesBelow(value, task);
  const entries = value.entries
    .filter(([key]) => !below?.names.has(key))
    .map(([key, item]) => [key, prune(item, task, count, depth + 1)] as const);
  if (!below) {
    const isSame = entries.every(([, item], i) => item === value.entries[i]![1]);
    return isSame ? value : { type: 'object', entries };
  }
  count.dropped += below.names.size;
  const names = [...below.names];
  const told = names.slice(0, NAMES_TOLD).join(', ') + (names.length > NAMES_TOLD ? ', …' : '');
  const note: JsonValue = { type: 'string', value: `${names.length} more addresses below ${below.base}: ${told}` };
  return { type: 'object', entries: [...entries, ['…', note]] };
}

/** The names of the addresses that lie below the one an object gives for itself. */
function addressesBelow(
  { entries }: JsonObject,
  task: Task,
): { readonly base: string; readonly names: ReadonlySet<string> } | undefined {
  for (const [base, address] of entries) {
    if (!BASE.test(base) || address.type !== 'string' || !LINK.test(address.value)) continue;
    const names = new Set<string>();
    for (const [key, item] of entries)
      if (item.type === 'string' && isBelow(item.value, address.value) && !namesKey(task, key)) names.add(key);
    if (names.size >= FEWEST) return { base, names };
  }
  return undefined;
}

function isBelow(address: string, base: string): boolean {
  return address.length > base.length && address.startsWith(base) && /[/{?#.]/.test(address[base.length]!);
}
