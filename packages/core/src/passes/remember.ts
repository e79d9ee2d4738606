import type { Context, Draft, DraftBlock, Pass } from '../model/pass.js';
import { drive, type Steps, wait } from '../pipeline/drive.js';

const NAME = 'remember';

/**
 * Stores the originals of all trimmed texts before their markers may leave, in one go; a text whose original cannot be stored
 * is only packed, or stays whole.
 */
export function remember(): Pass {
  return { name: NAME, run: (draft, context) => drive(storeAll(draft, context)) };
}

function* storeAll(draft: Draft, context: Context): Steps<void> {
  if (context.dryRun) return;
  const originals = new Map<string, string>();
  for (const { hash, block } of draft.blocks) if (hash) originals.set(hash, block.text);
  if (originals.size === 0) return;
  const failed = yield* wait(context.keep(originals));
  for (const block of draft.blocks) {
    if (!block.hash) continue;
    if (failed.has(block.hash)) yield* packInstead(block, context);
    else block.note(NAME, 'stored');
  }
  const error = failed.values().next().value;
  if (failed.size === 0) return;
  const name = error instanceof Error ? error.name : 'unknown error';
  const what = failed.size === 1 ? 'An original' : `${failed.size} originals`;
  draft.warn('store_failed', `${what} could not be stored (${name}); the texts were only packed, or left whole`);
}

function* packInstead(block: DraftBlock, context: Context): Steps<void> {
  block.withdraw(NAME, 'store_failed');
  if (context.expired()) return;
  const routed = yield* wait(context.route(block, { mode: 'lossless' }));
  if (routed?.shorter.kind !== 'packed') return;
  const { text } = routed.shorter;
  if (text.trim() === '' || context.tokens.count(text) >= context.tokens.count(block.block.text)) return;
  block.propose(NAME, routed.by, routed.shorter);
}
