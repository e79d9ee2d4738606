import type { MaybePromise, SetOptions, Store } from '@headroom/core';
import { StoreError } from './store-error.js';

/** A value that a store behind does not have yet. */
export interface Waiting {
  readonly value: string;
  readonly options: SetOptions | undefined;
}

const MOST_VALUES = 1000;
const MOST_CHARACTERS = 64_000_000;
const AT_ONCE = 16;

/** Writes to a store that may be away: in order for each key, and nothing that was taken is ever dropped. */
export class WriteBehind {
  /** The latest value by key, until the store has it. */
  readonly #waiting = new Map<string, Waiting>();
  /** The last write or deletion of a key that is under way. */
  readonly #underWay = new Map<string, Promise<void>>();
  #characters = 0;
  #away = false;

  constructor(
    private readonly store: Store,
    private readonly warn: (message: string) => void,
  ) {}

  get(key: string): string | undefined {
    return this.#waiting.get(key)?.value;
  }

  /** True while there is room for one more value. */
  takes({ value }: Waiting): boolean {
    return this.#waiting.size < MOST_VALUES && this.#characters + value.length <= MOST_CHARACTERS;
  }

  add(key: string, entry: Waiting): void {
    this.#forget(key);
    this.#waiting.set(key, entry);
    this.#characters += entry.value.length;
    this.#go();
  }

  delete(key: string): MaybePromise<void> {
    this.#forget(key);
    const before = this.#underWay.get(key);
    return before ? before.then(() => this.store.delete(key)) : this.store.delete(key);
  }

  /** @throws StoreError `unreachable` when something could not be written. */
  async flush(): Promise<void> {
    await Promise.all(this.#underWay.values());
    this.#away = false;
    this.#go();
    while (this.#underWay.size > 0) await Promise.all(this.#underWay.values());
    const { size } = this.#waiting;
    if (size > 0) throw new StoreError('unreachable', `${size} values could not be written to the store behind`);
  }

  /** Starts writes: many while the store answers, else one at a time to see whether it is back. */
  #go(): void {
    const most = this.#away ? 1 : AT_ONCE;
    for (const [key, entry] of this.#waiting) {
      if (this.#underWay.size >= most) return;
      if (!this.#underWay.has(key)) this.#write(key, entry);
    }
  }

  #write(key: string, entry: Waiting): void {
    const written = this.#attempt(key, entry).then((isWritten) => {
      this.#underWay.delete(key);
      if (isWritten) this.#go();
    });
    this.#underWay.set(key, written);
  }

  async #attempt(key: string, entry: Waiting): Promise<boolean> {
    try {
      await this.store.set(key, entry.value, entry.options);
      if (this.#waiting.get(key) === entry) this.#forget(key);
      this.#away = false;
      return true;
    } catch (error) {
      const name = error instanceof Error ? error.name : 'unknown error';
      if (!this.#away)
        this.warn(`A value could not be written to the store behind (${name}); it waits for the next write`);
      this.#away = true;
      return false;
    }
  }

  #forget(key: string): void {
    this.#characters -= this.#waiting.get(key)?.value.length ?? 0;
    this.#waiting.delete(key);
  }
}
