import { createHeadroom, type SharedStore } from '@headroom/core';
import type { SessionBook } from '../book/book.js';
import { SentTexts } from '../book/texts.js';
import type { OpenedText } from './told.js';

/** Where a text stands in the book. */
export interface TextPlace {
  readonly key: string;
  readonly step: number;
  readonly text: number;
}

/** Reads the texts that the book names at a place, and no others. Undefined where it names none. */
export async function openText(
  book: SessionBook,
  store: SharedStore,
  { key, step, text }: TextPlace,
): Promise<OpenedText | undefined> {
  const record = await book.read(key);
  const line = record?.steps[step - record.dropped]?.texts[text];
  if (!line) return undefined;
  const texts = new SentTexts(store);
  const sent = line.sent === undefined ? undefined : await texts.read(line.sent);
  if (line.hash === undefined) {
    const original = line.was === undefined ? undefined : await texts.read(line.was);
    return {
      original,
      sent,
      gone: original === undefined ? 'It was not kept: nothing was left out of it.' : undefined,
    };
  }
  // An engine of its own: nobody asked for this original back.
  const found = await createHeadroom({ store }).retrieve(line.hash);
  return found.status === 'found'
    ? { original: found.text, sent, gone: undefined }
    : {
        original: undefined,
        sent,
        gone: found.status === 'expired' ? 'The original has expired.' : 'The original is not in this store.',
      };
}
