import { outcomesToStore } from '../ccr/sent-record.js';
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
  const due = draft.isStale ? draft.blocks : draft.blocks.slice(draft.settled);
  for (const { hash, block } of due) if (hash) originals.set(hash, block.text);
  const entries = new Map([...originals, ...outcomesToStore(draft)]);
  if (entries.size === 0) return;
  const failed = yield* wait(context.keep(entries));
  const fresh: ReadonlySet<DraftBlock> = new Set(draft.blocks.slice(draft.settled));
  for (const block of due) {
    if (!block.hash) continue;
    const isSettled = !fresh.has(block);
    if (isSettled && !failed.has(block.hash)) continue;
    if (failed.has(block.hash) && (block.isRepeated || isSettled)) block.note(NAME, 'store_failed');
    else if (failed.has(block.hash)) yield* packInstead(block, context);
    else block.note(NAME, 'stored');
  }
  if (failed.size === 0) return;
  const lost = [...originals.keys()].filter((hash) => failed.has(hash)).length;
  const error = failed.values().next().value;
  const name = error instanceof Error ? error.name : 'unknown error';
  if (lost === 0) {
    draft.warn('store_failed', `What was sent could not be recorded (${name})`);
    return;
  }
  const what = lost === 1 ? 'An original' : `${lost} originals`;
  draft.warn('store_failed', `${what} could not be stored (${name}); the texts were only packed, or left whole`);
  // What was recorded beside a lost original is not what is sent now.
  const changed = [...outcomesToStore(draft)].filter(([key, entry]) => !failed.has(key) && entries.get(key) !== entry);
  if (changed.length > 0) yield* wait(context.keep(new Map(changed)));
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
