import type { Path } from '../model/path.js';

/** The value at a path, looking at own keys only; undefined where there is none. */
export function valueAt(root: unknown, at: Path): unknown {
  let value = root;
  for (const key of at) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string | number, unknown>)[key];
  }
  return value;
}

/** The paths of all values that are neither lists nor objects, in order. */
export function leafPaths(value: unknown, at: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [at];
  if (Array.isArray(value)) return value.flatMap((item: unknown, index) => leafPaths(item, [...at, index]));
  return Object.entries(value).flatMap(([key, item]) => leafPaths(item, [...at, key]));
}

/** Freezes a value and all it holds, so that a test notices any attempt to change it. */
export function deepFreeze<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const key of Reflect.ownKeys(value)) deepFreeze((value as Record<PropertyKey, unknown>)[key]);
  }
  return value;
}
