/**
 * Sequences in order. Those that begin alike stand next to each other, so what has most in common with another is found by one
 * search: it stands where the other belongs.
 */
export class Neighbours<Item extends object> {
  readonly #items: Item[] = [];

  /** Those between which something belongs; `compare` is above 0 where it comes after an item. */
  around(compare: (item: Item) => number): readonly [before: Item | undefined, after: Item | undefined] {
    const at = this.#placeOf(compare);
    return [this.#items[at - 1], this.#items[at]];
  }

  add(item: Item, compare: (item: Item) => number): void {
    this.#items.splice(this.#placeOf(compare), 0, item);
  }

  /** Those on both sides of an item, as far as all of them are near it. */
  near(item: Item, isNear: (other: Item) => boolean): readonly Item[] {
    const at = this.#items.indexOf(item);
    if (at < 0) return [];
    let [from, to] = [at, at + 1];
    while (from > 0 && isNear(this.#items[from - 1] as Item)) from--;
    while (to < this.#items.length && isNear(this.#items[to] as Item)) to++;
    return this.#items.slice(from, to).filter((other) => other !== item);
  }

  /** False for one that is not among them. */
  delete(item: Item): boolean {
    const at = this.#items.indexOf(item);
    if (at >= 0) this.#items.splice(at, 1);
    return at >= 0;
  }

  /** Behind all that are not after it. */
  #placeOf(compare: (item: Item) => number): number {
    let low = 0;
    let high = this.#items.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (compare(this.#items[middle] as Item) >= 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
