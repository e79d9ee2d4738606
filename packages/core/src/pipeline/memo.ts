import type { Shorter } from '../model/compressor.js';
import type { Memo } from '../model/pass.js';

type Result = { by: string; shorter: Shorter } | undefined;

/** All memos of a process together: a proxy has one for each of hundreds of tenants. */
const MAX_CHARACTERS = 64_000_000;

/** Those that remember something, in the order in which they last learned something. */
const filled = new Set<BoundedMemo>();
let all = 0;

/** Remembers routed results by text and task, least recently used out first, so that old turns of a conversation cost nothing. */
export class BoundedMemo implements Memo {
  readonly #results = new Map<string, Map<string, { value: Result }>>();

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
      all += text.length;
    }
    if (!ofText.has(key)) all += value?.shorter.text.length ?? 0;
    ofText.set(key, { value });
    filled.delete(this);
    filled.add(this);
    for (const memo of filled) {
      if (all <= MAX_CHARACTERS) return;
      memo.#shrink();
    }
  }

  /** Forgets until there is room; what has forgotten everything is held no longer. */
  #shrink(): void {
    for (const [text, results] of this.#results) {
      if (all <= MAX_CHARACTERS) return;
      this.#results.delete(text);
      all -= text.length;
      for (const { value } of results.values()) all -= value?.shorter.text.length ?? 0;
    }
    if (this.#results.size === 0) filled.delete(this);
  }
}
