import type { JsonReading } from './json-reading.js';
import { Pieces } from './pieces.js';

/** The body that has most in common with another one, and how much that is. */
type Nearest = (source: Pieces) => readonly [JsonReading<Pieces> | undefined, number];

/**
 * Follows a body as it comes and keeps only what is new in it: as long as it says what a known one says, it is compared and let go. So
 * a request of half a megabyte that says a line more than the last one holds that line.
 */
export class BodyFollower {
  #known: Pieces = new Pieces([]);
  #same = 0;
  readonly #new: Uint8Array[] = [];

  constructor(private readonly nearest: Nearest) {}

  /** Takes the next piece, which nobody will write to again. */
  push(piece: Uint8Array): void {
    if (this.#new.length > 0) {
      this.#new.push(piece);
      return;
    }
    const given = new Pieces([piece]);
    let same = this.#known.slice(this.#same, this.#same + piece.length).common(given);
    if (same < piece.length) same = this.#search(given, same);
    this.#same += same;
    if (same < piece.length) this.#new.push(piece.subarray(same));
  }

  /** Looks for a body that goes on better; says how much of the piece it has. */
  #search(piece: Pieces, same: number): number {
    const [other, shared] = this.nearest(new Pieces([...this.#known.slice(0, this.#same).parts, ...piece.parts]));
    if (!other || shared <= this.#same + same) return same;
    this.#known = other.source;
    return shared - this.#same;
  }

  /** The whole body. */
  end(): Pieces {
    return new Pieces([...this.#known.slice(0, this.#same).parts, ...new Pieces([]).with(new Pieces(this.#new)).parts]);
  }
}
