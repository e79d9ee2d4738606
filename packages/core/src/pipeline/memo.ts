import type { Shorter } from '../model/compressor.js';
import type { Memo } from '../model/pass.js';

type Result = { by: string; shorter: Shorter } | undefined;

const MAX_CHARACTERS = 64_000_000;

/** Remembers routed results by text and task, least recently used out first, so that old turns of a conversation cost nothing. */
export class BoundedMemo implements Memo {
  readonly #results = new Map<string, Map<string, { value: Result }>>();
  #characters = 0;

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
      this.#characters += text.length;
    }
    if (!ofText.has(key)) this.#characters += value?.shorter.text.length ?? 0;
    ofText.set(key, { value });
    this.#shrink();
  }

  #shrink(): void {
    for (const [text, results] of this.#results) {
      if (this.#characters <= MAX_CHARACTERS) return;
      this.#results.delete(text);
      this.#characters -= text.length;
      for (const { value } of results.values()) this.#characters -= value?.shorter.text.length ?? 0;
    }
  }
}
