const DEEPEST = 40;

/** A copy of plain data in which nothing can be changed from outside; undefined for what is not plain. */
export function copied(value: unknown, depth = 0): { readonly value: unknown } | undefined {
  if (typeof value === 'function' || depth > DEEPEST) return undefined;
  if (typeof value !== 'object' || value === null) return { value };
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== Array.prototype && prototype !== null) return undefined;
  const copy: Record<string, unknown> = Array.isArray(value) ? ([] as never) : Object.create(null);
  for (const key of Object.keys(value)) {
    const inner = copied((value as Record<string, unknown>)[key], depth + 1);
    if (!inner) return undefined;
    copy[key] = inner.value;
  }
  return { value: copy };
}

/** True where plain data says the same as its copy, its keys in the same order. */
export function isSame(copy: unknown, value: unknown): boolean {
  if (Object.is(copy, value)) return true;
  if (typeof copy !== 'object' || typeof value !== 'object' || copy === null || value === null) return false;
  if (Array.isArray(copy) !== Array.isArray(value)) return false;
  const keys = Object.keys(copy);
  const others = Object.keys(value);
  if (keys.length !== others.length) return false;
  return keys.every(
    (key, at) =>
      key === others[at] && isSame((copy as Record<string, unknown>)[key], (value as Record<string, unknown>)[key]),
  );
}
