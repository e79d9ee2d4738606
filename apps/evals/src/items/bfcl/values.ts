/** What Python would call a value of JSON. A whole number may be either kind of number: JSON read here does not tell 5 from 5.0. */
export type Kind = 'str' | 'bool' | 'int' | 'float' | 'list' | 'dict' | 'none';

export function kindOf(value: unknown): Kind {
  if (value === null || value === undefined) return 'none';
  if (typeof value === 'string') return 'str';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float';
  return Array.isArray(value) ? 'list' : 'dict';
}

export const isDict = (value: unknown): value is Readonly<Record<string, unknown>> => kindOf(value) === 'dict';

/** Equal as Python's `==` has it for values of JSON. */
export function equal(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((one, i) => equal(one, b[i]));
  if (isDict(a) && isDict(b)) {
    const keys = Object.keys(a);
    return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && equal(a[key], b[key]));
  }
  return a === b;
}

/** Strings as the leaderboard compares them: no spaces, none of `,./-_*^`, small letters, one kind of quotes. */
export const plain = (value: unknown): unknown =>
  typeof value === 'string'
    ? value
        .replace(/[ ,./\-_*^]/g, '')
        .toLowerCase()
        .replaceAll("'", '"')
    : value;

export const isIn = (value: unknown, list: readonly unknown[]) => list.some((one) => equal(value, one));
