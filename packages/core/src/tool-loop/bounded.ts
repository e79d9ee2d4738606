/** The collection with room for one more: the oldest entry makes way. */
export function bounded<C extends Set<string> | Map<string, unknown>>(collection: C, size: number): C {
  if (collection.size >= size) {
    const oldest = collection.keys().next().value;
    if (oldest !== undefined) collection.delete(oldest);
  }
  return collection;
}
