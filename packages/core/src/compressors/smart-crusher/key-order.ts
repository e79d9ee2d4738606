/** How keys follow each other in rows. */
interface Followers {
  readonly first: Map<string, number>;
  readonly after: Map<string, Set<string>>;
}

/**
 * One order of all keys that agrees with the order inside every list where that is possible (a topological sort; among
 * free keys the one met first comes first, and a circle is broken at the key met first). Undefined above `limit` keys.
 */
export function mergeOrder(lists: Iterable<readonly string[]>, limit: number): string[] | undefined {
  const keys: Followers = { first: new Map(), after: new Map() };
  for (const list of lists) {
    let before: Set<string> | undefined;
    for (const key of list) {
      if (!keys.first.has(key)) {
        if (keys.first.size >= limit) return undefined;
        keys.first.set(key, keys.first.size);
        keys.after.set(key, new Set());
      }
      before?.add(key);
      before = keys.after.get(key)!;
    }
  }
  return sort(keys);
}

function sort({ first, after }: Followers): string[] {
  const waiting = new Map<string, number>([...first.keys()].map((key) => [key, 0]));
  for (const [key, followers] of after) {
    followers.delete(key);
    for (const follower of followers) waiting.set(follower, waiting.get(follower)! + 1);
  }
  const order: string[] = [];
  let last: string | undefined;
  while (waiting.size > 0) {
    const next = follow(last, after, waiting) ?? earliest(waiting);
    waiting.delete(next);
    order.push(next);
    for (const follower of after.get(next)!) {
      const count = waiting.get(follower);
      if (count !== undefined) waiting.set(follower, count - 1);
    }
    last = next;
  }
  return order;
}

/** A free key that stood directly behind the last one keeps families together. */
function follow(
  last: string | undefined,
  after: Followers['after'],
  waiting: ReadonlyMap<string, number>,
): string | undefined {
  if (last === undefined) return undefined;
  for (const key of after.get(last)!) if (waiting.get(key) === 0) return key;
  return undefined;
}

function earliest(waiting: ReadonlyMap<string, number>): string {
  let some: string | undefined;
  for (const [key, count] of waiting) {
    if (count === 0) return key;
    some ??= key;
  }
  return some!;
}
