import type { MaybePromise } from '@headroom/core';

/** Where placed texts are kept: a store of Headroom's will do, so that several processes place the same. */
export interface PlacedStore {
  get(key: string): MaybePromise<string | undefined>;
  set(key: string, text: string): MaybePromise<void>;
}

const MOST_ENTRIES = 20_000;
const MOST_CHARACTERS = 32_000_000;

/** Placed texts of this process; those that were not asked for longest go first. */
export class PlacedTexts implements PlacedStore {
  readonly #texts = new Map<string, string>();
  #characters = 0;

  constructor(
    private readonly mostEntries = MOST_ENTRIES,
    private readonly mostCharacters = MOST_CHARACTERS,
  ) {}

  get size(): number {
    return this.#texts.size;
  }

  get(key: string): string | undefined {
    const text = this.#texts.get(key);
    if (text === undefined) return undefined;
    this.#texts.delete(key);
    this.#texts.set(key, text);
    return text;
  }

  set(key: string, text: string): void {
    this.#drop(key);
    this.#texts.set(key, text);
    this.#characters += key.length + text.length;
    for (const oldest of this.#texts.keys()) {
      if (this.#texts.size <= this.mostEntries && this.#characters <= this.mostCharacters) break;
      this.#drop(oldest);
    }
  }

  #drop(key: string): void {
    const text = this.#texts.get(key);
    if (text === undefined) return;
    this.#texts.delete(key);
    this.#characters -= key.length + text.length;
  }
}
