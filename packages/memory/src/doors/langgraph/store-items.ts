import { createHash } from 'node:crypto';
import type { Item } from '@langchain/langgraph';
import type { Json } from '../../model/json.js';
import type { MemoryRecord, NewRecord } from '../../model/record.js';
import type { Scope } from '../../model/scope.js';

type Value = Record<string, unknown>;

/** On every record that an item of a graph's store is kept in. */
export const ITEM_TAG = 'graph-store';
const LONGEST_TEXT = 100_000;
/** What an item that is not to be found by words is kept under. */
const UNINDEXED = '…';

/** The tag that one item alone has. */
export function itemTag(namespace: readonly string[], key: string): string {
  return `${ITEM_TAG}:${digest([...namespace, key])}`;
}

/** The tag of all items in a namespace and below it. */
export function namespaceTag(namespace: readonly string[]): string {
  return namespace.length === 0 ? ITEM_TAG : `${ITEM_TAG}/${digest(namespace)}`;
}

function digest(names: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(names)).digest('base64url').slice(0, 32);
}

/** What one item is written as. `index`: the fields that it is found by; false for none. */
export function recordOf(
  scope: Scope,
  item: {
    readonly namespace: readonly string[];
    readonly key: string;
    readonly value: Value;
    readonly index?: false | readonly string[] | undefined;
  },
  createdAt: number | undefined,
): NewRecord {
  const { namespace, key, value, index } = item;
  const tag = itemTag(namespace, key);
  const prefixes = namespace.map((_, i) => namespaceTag(namespace.slice(0, i + 1)));
  const words = index === false ? '' : wordsOf(index ? index.map((path) => at(value, path)) : value).join('\n');
  const text = words.trim() === '' ? UNINDEXED : words.slice(0, LONGEST_TEXT);
  const metadata = { namespace: [...namespace], key, value, ...(createdAt !== undefined && { createdAt }) };
  return {
    scope,
    // What only differs in spaces or case is another value, so it must not be merged as an equal fact is.
    kind: 'turn',
    text,
    key: tag,
    tags: [ITEM_TAG, tag, ...prefixes],
    metadata: metadata as unknown as Readonly<Record<string, Json>>,
  };
}

export function itemOf({ metadata, createdAt }: MemoryRecord): Item {
  const told = metadata as unknown as { namespace: string[]; key: string; value: Value; createdAt?: number };
  const { namespace, key, value, createdAt: first = createdAt } = told;
  return { namespace, key, value, createdAt: new Date(first), updatedAt: new Date(createdAt) };
}

/** The texts in a value, fields by their names. */
function wordsOf(value: unknown, name = ''): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item) => wordsOf(item, name));
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([key, field]) => wordsOf(field, key));
  if (value === null || value === undefined) return [];
  return [name === '' ? String(value) : `${name}: ${value}`];
}

/** A field by its path, as `profile.city` or `notes[*].text`; `$` is the whole. */
function at(value: unknown, path: string): unknown {
  if (path === '$') return value;
  const names = path
    .replaceAll('[', '.')
    .replaceAll(']', '')
    .split('.')
    .filter((name) => name !== '' && name !== '*');
  return names.reduce<unknown>((owner, name) => {
    if (Array.isArray(owner)) return /^\d+$/.test(name) ? owner[Number(name)] : owner.map((item) => field(item, name));
    return field(owner, name);
  }, value);
}

function field(owner: unknown, name: string): unknown {
  const isOwn = typeof owner === 'object' && owner !== null && Object.hasOwn(owner, name);
  return isOwn ? (owner as Value)[name] : undefined;
}
