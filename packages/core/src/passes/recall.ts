import { readSent, sentKeys } from '../ccr/sent-record.js';
import type { Context, Draft, DraftBlock, Pass } from '../model/pass.js';
import { drive, type Steps, wait } from '../pipeline/drive.js';

const NAME = 'recall';

/**
 * Repeats, byte for byte, what was sent before in a declared conversation, whatever options or version of this package made it.
 * All of it is read in one round. A lost record costs nothing as long as options and version are the same.
 */
export function recall(): Pass {
  return { name: NAME, run: (draft, context) => drive(repeatAll(draft, context)) };
}

function* repeatAll(draft: Draft, context: Context): Steps<void> {
  if (context.conversation === undefined) return;
  const texts = draft.blocks.map(({ block }) => block);
  const keyed = sentKeys(texts, context.conversation).flatMap((key, i) =>
    key === undefined ? [] : [[key, draft.blocks[i] as DraftBlock] as const],
  );
  const { values, error } = yield* wait(context.fetch(keyed.map(([key]) => key)));
  if (error !== undefined) {
    const name = error instanceof Error ? error.name : 'unknown error';
    draft.warn('store_failed', `What was sent before could not be read (${name}); it is worked out again`);
  }
  for (const [key, block] of keyed) {
    const entry = values.get(key);
    const sent = entry === undefined ? undefined : readSent(entry, block.block.text);
    if (sent && block.block.pinned === undefined) block.repeat(NAME, sent);
    // What could not be read may be there: it is not written over.
    if (error === undefined) draft.sent.set(block, { key, sent });
  }
}
