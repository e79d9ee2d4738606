import type { Context, Draft, Pass } from '../model/pass.js';
import { drive, type Steps } from '../pipeline/drive.js';
import { verified } from '../pipeline/verified.js';

const NAME = 'verify';

/** Takes back every change that does not save real tokens of this model, marker included, or that leaves nothing to read. */
export function verify(): Pass {
  return { name: NAME, run: (draft, context) => drive(verifyAll(draft, context)) };
}

function* verifyAll(draft: Draft, context: Context): Steps<void> {
  for (const block of draft.blocks.slice(draft.settled)) yield* verified(block, context);
}
