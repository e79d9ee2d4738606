/** Signs besides letters that keywords may have; any other character ends all of them. */
const SIGNS = " -=*:'";
const CLASSES = 32 + 1;

/**
 * Finds in one pass which groups of keywords occur in a text, wherever they stand, ASCII letters in either case (Aho and Corasick,
 * 1975). What it does not find no pattern with one of these words can match.
 */
export class KeywordScan {
  readonly #classOf = new Uint8Array(128);
  /** The next state for each state and class of character. */
  readonly #next: Int16Array;
  /** The groups, one bit each, whose keywords end in a state. */
  readonly #ending: Int32Array;

  /** Keywords in lower case, by group; at most 31 groups, of which the bits are 1, 2, 4 … in their order. */
  constructor(groups: readonly (readonly string[])[]) {
    for (let i = 0; i < 26; i++) [this.#classOf[97 + i], this.#classOf[65 + i]] = [i + 1, i + 1];
    for (const [i, sign] of [...SIGNS].entries()) this.#classOf[sign.charCodeAt(0)] = 27 + i;
    const states: { readonly next: number[]; ending: number }[] = [{ next: [], ending: 0 }];
    for (const [g, words] of groups.entries())
      for (const word of words) {
        let state = 0;
        for (const letter of word) {
          const kind = this.#classOf[letter.charCodeAt(0)]!;
          if (kind === 0) throw new RangeError(`No class for ${letter}`);
          state = states[state]!.next[kind] ??= states.push({ next: [], ending: 0 }) - 1;
        }
        states[state]!.ending |= 1 << g;
      }
    this.#next = new Int16Array(states.length * CLASSES);
    this.#ending = new Int32Array(states.length);
    this.#link(states);
  }

  /** Breadth first: where a state has no way on, its longest ending that is a beginning has. */
  #link(states: readonly { readonly next: readonly number[]; readonly ending: number }[]): void {
    const shorter = new Int16Array(states.length);
    const order = [0];
    for (const state of order) {
      this.#ending[state] = states[state]!.ending | this.#ending[shorter[state]!]!;
      for (let kind = 0; kind < CLASSES; kind++) {
        const own = states[state]!.next[kind];
        const other = state === 0 ? 0 : this.#next[shorter[state]! * CLASSES + kind]!;
        this.#next[state * CLASSES + kind] = own ?? other;
        if (own === undefined) continue;
        shorter[own] = other;
        order.push(own);
      }
    }
  }

  /** The groups whose keywords occur, one bit each; the highest bit but the sign for a character beyond ASCII. */
  groupsIn(text: string): number {
    let state = 0;
    let found = 0;
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code > 127) found |= BEYOND_ASCII;
      state = this.#next[state * CLASSES + (code > 127 ? 0 : this.#classOf[code]!)]!;
      found |= this.#ending[state]!;
    }
    return found;
  }
}

export const BEYOND_ASCII = 1 << 30;
