const MOST_CHARACTERS = 400_000;

/**
 * Remembers the counts of the pieces seen lately. When the newer half is full it becomes the older one, which is forgotten as a
 * whole: a map that drops one entry for each that it takes spends its time passing over the gaps.
 */
export class RecentCounts {
  #newer = new Map<string, number>();
  #older = new Map<string, number>();
  #characters = 0;

  count(piece: string, countNew: (piece: string) => number): number {
    const known = this.#newer.get(piece);
    if (known !== undefined) return known;
    const count = this.#older.get(piece) ?? countNew(piece);
    if (this.#characters >= MOST_CHARACTERS) {
      this.#older = this.#newer;
      this.#newer = new Map();
      this.#characters = 0;
    }
    this.#newer.set(piece, count);
    this.#characters += piece.length;
    return count;
  }
}
