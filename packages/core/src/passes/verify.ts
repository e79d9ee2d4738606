import type { Context, Draft, Pass } from '../model/pass.js';
import { drive, type Steps, wait } from '../pipeline/drive.js';

const NAME = 'verify';

/** Takes back every change that does not save real tokens of this model, marker included, or that leaves nothing to read. */
export function verify(): Pass {
  return { name: NAME, run: (draft, context) => drive(verifyAll(draft, context)) };
}

function* verifyAll(draft: Draft, context: Context): Steps<void> {
  for (const block of draft.blocks) {
    if (!block.shorter) continue;
    const isCounted = (yield* wait(context.counted(block.text))) && (yield* wait(context.counted(block.block.text)));
    if (block.text.trim() === '') block.withdraw(NAME, 'empty');
    else if (!isCounted) block.withdraw(NAME, 'time_budget');
    else if (context.tokens.count(block.text) >= context.tokens.count(block.block.text))
      block.withdraw(NAME, 'not_smaller');
  }
}
