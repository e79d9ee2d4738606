import type { Shorter } from '../model/compressor.js';
import type { Memo } from '../model/pass.js';

type Result = { by: string; shorter: Shorter } | undefined;

/** All memos of a process together: a proxy has one for each of hundreds of tenants. */
const MAX_CHARACTERS = 64_000_000;

/** What one memo takes of the room. */
interface Share {
  characters: number;
}

/**
 * Those that remember something, in the order in which they last learned something. They are not held by this: with an engine
 * that nobody has any more its memo goes.
 */
const filled = new Map<Share, { deref(): BoundedMemo | undefined }>();
let all = 0;

/** Remembers routed results by text and task, least recently used out first, so that old turns of a conversation cost nothing. */
export class BoundedMemo implements Memo {
  readonly #results = new Map<string, Map<string, { value: Result }>>();
  readonly #share: Share = { characters: 0 };
  readonly #self = typeof WeakRef === 'function' ? new WeakRef(this) : { deref: () => this };

  get(text: string, key: string): { readonly value: Result } | undefined {
    const ofText = this.#results.get(text);
    const found = ofText?.get(key);
    if (!ofText || !found) return undefined;
    this.#results.delete(text);
    this.#results.set(text, ofText);
    return found;
  }

  set(text: string, key: string, value: Result): void {
    let ofText = this.#results.get(text);
    if (!ofText) {
      ofText = new Map();
      this.#results.set(text, ofText);
      this.#add(text.length);
    }
    if (!ofText.has(key)) this.#add(value?.shorter.text.length ?? 0);
    ofText.set(key, { value });
    filled.delete(this.#share);
    filled.set(this.#share, this.#self);
    if (all <= MAX_CHARACTERS) return;
    for (const [share, memo] of filled) if (!memo.deref()) forget(share);
    for (const memo of filled.values()) {
      if (all <= MAX_CHARACTERS) return;
      const living = memo.deref();
      if (living) living.#shrink();
    }
  }

  #add(characters: number): void {
    this.#share.characters += characters;
    all += characters;
  }

  /** Forgets until there is room. */
  #shrink(): void {
    for (const [text, results] of this.#results) {
      if (all <= MAX_CHARACTERS) return;
      this.#results.delete(text);
      this.#add(-text.length);
      for (const { value } of results.values()) this.#add(-(value?.shorter.text.length ?? 0));
    }
    if (this.#results.size === 0) forget(this.#share);
  }
}

function forget(share: Share): void {
  filled.delete(share);
  all -= share.characters;
  share.characters = 0;
}
