/** So many bytes may everything that is remembered of conversations take in this process, by estimate; the oldest goes first. */
const MOST = 134_217_728;
/** One owner (an engine: a tenant of a proxy) may take this share of it. */
const MOST_OF_ONE = 0.75;

interface Held {
  readonly owner: object;
  readonly bytes: number;
  drop(): void;
}

const held = new Map<object, Held>();
const bytesOf = new WeakMap<object, number>();
let all = 0;

/** Gives a thing a place in the room that all share, and takes it from whatever was used the longest time ago. `drop` is told so. */
export function hold(thing: object, bytes: number, owner: object, drop: () => void): void {
  letGo(thing);
  held.set(thing, { owner, bytes, drop });
  count(owner, bytes);
  for (const [old, { owner: other, drop: dropOld }] of held) {
    const isFull = (bytesOf.get(owner) ?? 0) > MOST * MOST_OF_ONE;
    if (all <= MOST && !isFull) return;
    if (all <= MOST && other !== owner) continue;
    letGo(old);
    dropOld();
  }
}

/** Gives the place of a thing back. */
export function letGo(thing: object): void {
  const found = held.get(thing);
  if (!found) return;
  held.delete(thing);
  count(found.owner, -found.bytes);
}

function count(owner: object, bytes: number): void {
  all += bytes;
  bytesOf.set(owner, (bytesOf.get(owner) ?? 0) + bytes);
}
