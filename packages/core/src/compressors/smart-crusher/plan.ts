import type { JsonValue } from '../../model/content.js';
import type { InTurns } from '../../model/in-turns.js';
import { printJson } from '../../reading/parse-json.js';
import { type Table, tableOf } from './table.js';

/** How a value will be printed: whole on one line, as named entries, as a list, or as a table. */
export type Plan =
  | { readonly kind: 'inline'; readonly value: JsonValue }
  | {
      readonly kind: 'entries';
      readonly entries: readonly { readonly path: readonly string[]; readonly plan: Plan }[];
    }
  | { readonly kind: 'items'; readonly items: readonly Plan[] }
  | { readonly kind: 'table'; readonly table: Table }
  /** `byFolder`: the question by which paths may be split at their folders. */
  | { readonly kind: 'strings'; readonly strings: readonly string[]; readonly byFolder?: string | undefined }
  | { readonly kind: 'numbers'; readonly sources: readonly string[] }
  /** Items of several kinds. */
  | { readonly kind: 'mixed'; readonly value: JsonArray };

export type JsonArray = Extract<JsonValue, { type: 'array' }>;

/** Plans that are lists of plain values. */
export type ListPlan = Extract<Plan, { kind: 'strings' | 'numbers' | 'mixed' }>;

const MAX_DEPTH = 10;
const SHORT = 60;

/** Plans how to print a value and everything in it; with a question in `byFolder` paths may be split at their folders. */
export function* planOf(value: JsonValue, byFolder?: string, depth = 0): InTurns<Plan> {
  if (value.type === 'array') return yield* planArray(value, byFolder, depth);
  if (value.type !== 'object' || value.entries.length === 0 || depth >= MAX_DEPTH) return { kind: 'inline', value };
  if (depth > 0 && isShort(value)) return { kind: 'inline', value };
  const table = yield* tableOf(value);
  if (table) return { kind: 'table', table };
  const entries: { path: string[]; plan: Plan }[] = [];
  for (const [key, item] of value.entries) {
    const path = [key];
    let inner = item;
    while (inner.type === 'object' && inner.entries.length === 1 && !isShort(inner) && path.length < MAX_DEPTH) {
      path.push(inner.entries[0]![0]);
      inner = inner.entries[0]![1];
    }
    entries.push({ path, plan: yield* planOf(inner, byFolder, depth + 1) });
    yield;
  }
  return { kind: 'entries', entries };
}

/** Whether nothing in a plan is a table or a long list, so that another notation would only say the same in other signs. */
export function isTree(plan: Plan): boolean {
  if (plan.kind === 'entries') return plan.entries.every((entry) => isTree(entry.plan));
  return plan.kind === 'items' ? plan.items.every(isTree) : plan.kind === 'inline';
}

function* planArray(value: JsonArray, byFolder: string | undefined, depth: number): InTurns<Plan> {
  const { items } = value;
  if (items.length === 0 || depth >= MAX_DEPTH || isShort(value)) return { kind: 'inline', value };
  const table = yield* tableOf(value);
  if (table) return { kind: 'table', table };
  if (items.length >= 5 && items.every((item) => item.type === 'string')) {
    const strings = items.map((item) => (item.type === 'string' ? item.value : ''));
    return { kind: 'strings', strings, byFolder };
  }
  if (items.length >= 30 && items.every((item) => item.type === 'number')) {
    return { kind: 'numbers', sources: items.map((item) => (item.type === 'number' ? item.source : '')) };
  }
  if (!items.every((item) => item.type === 'object' || item.type === 'array')) return { kind: 'mixed', value };
  const plans: Plan[] = [];
  for (const item of items) plans.push(yield* planOf(item, byFolder, depth + 1));
  return { kind: 'items', items: plans };
}

/** Small values read best as they are. */
function isShort(value: JsonValue): boolean {
  const room = { left: SHORT };
  return measure(value, room, 0) && printJson(value).length <= SHORT;
}

function measure(value: JsonValue, room: { left: number }, depth: number): boolean {
  if (value.type === 'object') room.left -= 2 * value.entries.length;
  else if (value.type === 'array') room.left -= 2 * value.items.length;
  else if (value.type === 'string') room.left -= value.value.length;
  else room.left--;
  if (room.left < 0 || depth > 3) return false;
  if (value.type === 'object') {
    return value.entries.every(([key, item]) => {
      room.left -= key.length;
      return room.left >= 0 && measure(item, room, depth + 1);
    });
  }
  return value.type !== 'array' || value.items.every((item) => measure(item, room, depth + 1));
}
