import { asksForPart, pathOfCall, readsFile, writesFile } from '../conversation/file-read.js';
import type { DraftBlock, Pass } from '../model/pass.js';

const NAME = 'read_lifecycle';
/**
 * Read Lifecycle: marks file reads that a later successful edit made stale, or a later whole read superseded. It only marks:
 * rewriting what was already sent costs a cache miss, so `IntelligentContext` decides when that pays.
 */
export function readLifecycle(): Pass {
  const reads = new Map<string, DraftBlock[]>();
  return {
    name: NAME,
    run(draft) {
      for (const block of draft.blocks.slice(draft.settled)) {
        const { call, isError } = block.block;
        const path = pathOfCall(call);
        if (!path || isError) continue;
        if (writesFile(call)) {
          for (const read of reads.get(path) ?? [])
            mark(read, block.block.turn, 'stale: the file was changed afterwards');
          reads.delete(path);
        } else if (readsFile(call)) {
          const earlier = reads.get(path) ?? [];
          if (!asksForPart(call)) {
            for (const read of earlier) mark(read, block.block.turn, 'superseded: the file was read again afterwards');
            earlier.length = 0;
          }
          reads.set(path, [...earlier, block]);
        }
      }

      function mark(block: DraftBlock, since: number, reason: string): void {
        if (draft.outdated.has(block)) return;
        draft.outdated.set(block, { since, reason });
        block.note(NAME, reason);
      }
    },
  };
}
