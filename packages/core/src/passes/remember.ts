import type { Context, Draft, Pass } from '../model/pass.js';
import { drive, isPromise, type Steps, wait } from '../pipeline/drive.js';

const NAME = 'remember';

/** Stores the original of every trimmed text before its marker may leave; what cannot be stored stays whole. */
export function remember(): Pass {
  return { name: NAME, run: (draft, context) => drive(storeAll(draft, context)) };
}

function* storeAll(draft: Draft, context: Context): Steps<void> {
  if (context.dryRun) return;
  for (const block of draft.blocks) {
    const { hash } = block;
    if (!hash) continue;
    try {
      const stored = context.store.set(hash, block.block.text);
      if (isPromise(stored) && context.sync) {
        stored.catch(() => undefined);
        throw new TypeError('the store answers asynchronously');
      }
      yield* wait(stored);
      block.note(NAME, 'stored');
    } catch (error) {
      block.withdraw(NAME, 'store_failed');
      draft.warn(
        'store_failed',
        `An original could not be stored (${error instanceof Error ? error.name : 'unknown error'}); the text was left whole`,
      );
    }
  }
}
