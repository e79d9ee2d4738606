import { createHash } from 'node:crypto';
import type { SharedStore, StoreGroup } from '@headroom/core';

const MOST_TEXTS = 2000;
const LONGEST = 1_000_000;

/**
 * Texts as they were sent, so that a request can be opened side by side. They are kept in the user's own store beside the originals, as
 * long as these; in a store that several share they are not.
 */
export class SentTexts {
  readonly #group: StoreGroup;

  constructor(store: SharedStore) {
    this.#group = store.group('dashboard-texts');
  }

  /** The key under which the text can be read; undefined for one that is too long to keep. Never rejects. */
  keep(text: string): string | undefined {
    if (text.length > LONGEST) return undefined;
    const key = createHash('sha256').update(text).digest('hex').slice(0, 24);
    this.#put(key, text).catch(() => undefined);
    return key;
  }

  async read(key: string): Promise<string | undefined> {
    return (await this.#group.get(key))?.value;
  }

  async #put(key: string, value: string): Promise<void> {
    await this.#group.put(key, { value, maxEntries: MOST_TEXTS });
  }
}
