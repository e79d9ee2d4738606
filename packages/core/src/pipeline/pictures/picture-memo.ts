import type { SentPicture } from './outcome.js';

/** So many characters of outcomes are remembered. */
const MOST_CHARACTERS = 33_554_432;
const LEAST = 400;

/** What was decided about pictures in this process, so that a conversation's pictures are looked at once. The oldest go first. */
export class PictureMemo {
  readonly #outcomes = new Map<string, SentPicture>();
  #characters = 0;

  get(key: string): SentPicture | undefined {
    const known = this.#outcomes.get(key);
    if (!known) return undefined;
    this.#outcomes.delete(key);
    this.#outcomes.set(key, known);
    return known;
  }

  set(key: string, sent: SentPicture): void {
    const before = this.#outcomes.get(key);
    if (before) this.#characters -= sizeOf(key, before);
    this.#outcomes.set(key, sent);
    this.#characters += sizeOf(key, sent);
    for (const [oldest, one] of this.#outcomes) {
      if (this.#characters <= MOST_CHARACTERS) return;
      this.#outcomes.delete(oldest);
      this.#characters -= sizeOf(oldest, one);
    }
  }
}

function sizeOf(key: string, { outcome, note = '' }: SentPicture): number {
  const own = outcome.kind === 'bytes' ? outcome.data.length : outcome.kind === 'text' ? outcome.text.length : 0;
  return LEAST + key.length + own + note.length;
}
