import type { PictureOutcome } from '../../model/picture.js';

/** So many characters of outcomes are remembered. */
const MOST_CHARACTERS = 33_554_432;
const LEAST = 400;

/** What was decided about pictures in this process, so that a conversation's pictures are looked at once. The oldest go first. */
export class PictureMemo {
  readonly #outcomes = new Map<string, PictureOutcome>();
  #characters = 0;

  get(key: string): PictureOutcome | undefined {
    const known = this.#outcomes.get(key);
    if (!known) return undefined;
    this.#outcomes.delete(key);
    this.#outcomes.set(key, known);
    return known;
  }

  set(key: string, outcome: PictureOutcome): void {
    this.#outcomes.set(key, outcome);
    this.#characters += sizeOf(key, outcome);
    for (const [oldest, one] of this.#outcomes) {
      if (this.#characters <= MOST_CHARACTERS) return;
      this.#outcomes.delete(oldest);
      this.#characters -= sizeOf(oldest, one);
    }
  }
}

function sizeOf(key: string, outcome: PictureOutcome): number {
  const own = outcome.kind === 'bytes' ? outcome.data.length : outcome.kind === 'text' ? outcome.text.length : 0;
  return LEAST + key.length + own;
}
