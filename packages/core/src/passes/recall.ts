import { readSent, SentKeys } from '../ccr/sent-record.js';
import type { Context, Draft, DraftBlock, Pass } from '../model/pass.js';
import { drive, type Steps, wait } from '../pipeline/drive.js';

const NAME = 'recall';

/**
 * Repeats, byte for byte, what was sent before in a declared conversation, whatever options or version of this package made it.
 * All of it is read in one round. A lost record costs nothing as long as options and version are the same.
 */
export function recall(): Pass {
  let keys: SentKeys | undefined;
  return {
    name: NAME,
    run(draft, context) {
      if (context.conversation === undefined) return;
      keys ??= new SentKeys(context.conversation);
      return drive(repeatAll(draft, context, keys));
    },
  };
}

function* repeatAll(draft: Draft, context: Context, keys: SentKeys): Steps<void> {
  const keyed = draft.blocks.slice(draft.settled).flatMap((block): (readonly [string, DraftBlock])[] => {
    const key = keys.next(block.block);
    return key === undefined ? [] : [[key, block]];
  });
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
