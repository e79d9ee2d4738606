import { isRecord } from '../formats/record.js';

/** Where the entries of a history stand after hidden turns were put back: by the entry itself, or by a part of it. */
export function placesAfter(before: readonly unknown[], after: readonly unknown[]): ReadonlyMap<number, number> {
  if (before === after) return new Map(before.map((_, at) => [at, at]));
  const places = new Map<unknown, number>();
  for (const [at, entry] of after.entries())
    for (const part of [entry, ...partsOf(entry)]) if (typeof part === 'object' && part !== null) places.set(part, at);
  const found = before.flatMap((entry, at) => {
    const place = [entry, ...partsOf(entry)].map((part) => places.get(part)).find((one) => one !== undefined);
    return place === undefined ? [] : ([[at, place]] as const);
  });
  return new Map(found);
}

function partsOf(entry: unknown): readonly unknown[] {
  return isRecord(entry) ? Object.values(entry).filter(Array.isArray).flat() : [];
}
