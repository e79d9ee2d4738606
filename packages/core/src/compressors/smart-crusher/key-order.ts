/**
 * One order of all keys that agrees with the order inside every list where that is easy: a key that is new stands behind the one it
 * follows, so that families stay together.
 */
export function mergeOrder(lists: Iterable<readonly string[]>): string[] {
  const after = new Map<string | undefined, string | undefined>([[undefined, undefined]]);
  for (const list of lists) {
    let before: string | undefined;
    for (const key of list) {
      if (!after.has(key)) {
        after.set(key, after.get(before));
        after.set(before, key);
      }
      before = key;
    }
  }
  const order: string[] = [];
  for (let key = after.get(undefined); key !== undefined; key = after.get(key)) order.push(key);
  return order;
}
