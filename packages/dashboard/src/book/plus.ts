/** Adds two records of numbers, field by field. */
export function plus<T extends object>(a: T, b: T): T {
  return Object.fromEntries(
    Object.entries(a).map(([name, value]) => [name, value + (b as Record<string, number>)[name]]),
  ) as T;
}
