import type { StoredRecord } from '../model/store.js';
import { termsOf } from '../words/terms.js';

/** Turns of one conversation, as far as ranking looks at them. */
export function turnsOf(texts: readonly string[]): StoredRecord[] {
  return texts.map(
    (text, i) =>
      ({
        seq: i,
        scope: 1,
        kind: 'turn',
        text,
        terms: termsOf(text).join(' '),
        place: i + 1,
        source: { conversation: 'c' },
      }) as unknown as StoredRecord,
  );
}
