import type { Context, Draft, Pass } from '../model/pass.js';
import { drive, type Steps, wait } from '../pipeline/drive.js';

const NAME = 'router';

/** ContentRouter: gives every text that may change to the compressor that knows its kind. */
export function contentRouter(): Pass {
  return { name: NAME, run: (draft, context) => drive(routeAll(draft, context)) };
}

function* routeAll(draft: Draft, context: Context): Steps<void> {
  for (const block of draft.blocks) {
    if (block.pinned !== undefined || block.shorter) continue;
    if (context.expired()) {
      block.note(NAME, 'time_budget');
      continue;
    }
    const routed = yield* wait(context.route(block));
    yield* wait(context.pause());
    if (routed) block.propose(NAME, routed.by, routed.shorter);
    else block.note(NAME, context.expired() ? 'time_budget' : 'no_saving');
  }
}
