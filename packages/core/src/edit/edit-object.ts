import type { Edit } from '../model/edit.js';
import { type EditTree, editTree, noSuchPath } from './edit-tree.js';

/**
 * The request with edits applied: only the objects on the way to a changed value are copied, everything else keeps its
 * identity, and without a change the same reference comes back. Throws `invalid_argument` for edits that overlap or lead
 * nowhere; the input is never changed.
 */
export function editObject<Body>(body: Body, edits: readonly Edit[]): Body {
  return edits.length === 0 ? body : (edited(body, editTree(edits)) as Body);
}

function edited(value: unknown, tree: EditTree): unknown {
  if (tree.replacement) return tree.replacement.value;
  let result = value;
  for (const [key, child] of tree.children) {
    const before = ownValue(value, key, child);
    const after = edited(before, child);
    if (Object.is(before, after)) continue;
    if (result === value) result = copyOf(value as object);
    const found = Object.getOwnPropertyDescriptor(result, key);
    if (found && isPlain(key, found) && isOrdinary(Object.getPrototypeOf(result)))
      (result as Record<string, unknown>)[key] = after;
    else {
      const enumerable = found?.enumerable ?? true;
      Object.defineProperty(result, key, { value: after, writable: true, enumerable, configurable: true });
    }
  }
  return tree.appended.length > 0 ? appended(result, result === value, tree) : result;
}

/** True where writing to a copy does what defining the property does, a good deal faster. */
function isPlain(key: string | symbol, found: PropertyDescriptor): boolean {
  return found.enumerable === true && 'value' in found && key !== '__proto__';
}

/** Prototypes without setters. */
function isOrdinary(prototype: unknown): boolean {
  return prototype === Object.prototype || prototype === Array.prototype || prototype === null;
}

function ownValue(owner: unknown, key: string, child: EditTree): unknown {
  if (typeof owner !== 'object' || owner === null) throw noSuchPath(child.at);
  if (Array.isArray(owner) && !isIndex(key)) throw noSuchPath(child.at);
  if (Object.hasOwn(owner, key)) return (owner as Record<string, unknown>)[key];
  // A list that is not there yet is created by what is appended to it.
  if (child.appended.length > 0 && child.children.size === 0 && !Array.isArray(owner)) return undefined;
  throw noSuchPath(child.at);
}

function isIndex(key: string): boolean {
  return /^(?:0|[1-9]\d*)$/.test(key);
}

function appended(list: unknown, shared: boolean, tree: EditTree): unknown {
  if (list === undefined && tree.at.length > 0) return [...tree.appended];
  if (!Array.isArray(list)) throw noSuchPath(tree.at);
  const longer = shared ? (copyOf(list) as unknown[]) : list;
  for (const item of tree.appended) longer.push(item);
  return longer;
}

/**
 * A shallow copy that keeps the prototype, key order, holes, symbols and accessors, thaws what was frozen, and defines
 * every key as an own property (`__proto__` too).
 */
function copyOf(source: object): object {
  const copy: object = Array.isArray(source) ? new Array(source.length) : {};
  const prototype = Object.getPrototypeOf(source);
  if (Object.getPrototypeOf(copy) !== prototype) Object.setPrototypeOf(copy, prototype);
  const isOwn = isOrdinary(prototype);
  for (const key of Reflect.ownKeys(source)) {
    if (key === 'length' && Array.isArray(source)) continue;
    const found = Object.getOwnPropertyDescriptor(source, key);
    if (!found) continue;
    if (isOwn && isPlain(key, found)) {
      (copy as Record<string | symbol, unknown>)[key] = found.value;
      continue;
    }
    if ('value' in found) found.writable = true;
    Object.defineProperty(copy, key, { ...found, configurable: true });
  }
  return copy;
}
