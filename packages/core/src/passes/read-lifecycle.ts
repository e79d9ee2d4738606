import type { Block } from '../model/block.js';
import type { DraftBlock, Pass } from '../model/pass.js';

const NAME = 'read_lifecycle';
const READS = /(?:^|[_.-])(?:read|view|cat|open|get)(?:$|[_.-]?(?:file|text|contents?)s?$)|^read/i;
const WRITES = /(?:edit|write|patch|replace|create_?file|insert|notebook_?edit)/i;
const PATH_KEYS = ['path', 'file_path', 'filePath', 'file', 'filename', 'notebook_path', 'target_file'];
const RANGE_KEYS = ['offset', 'limit', 'start', 'end', 'start_line', 'end_line', 'lines', 'view_range'];

/**
 * Read Lifecycle: marks file reads that a later successful edit made stale, or a later whole read superseded. It only marks:
 * rewriting what was already sent costs a cache miss, so {@link intelligentContext} decides when that pays.
 */
export function readLifecycle(): Pass {
  return {
    name: NAME,
    run(draft) {
      const reads = new Map<string, DraftBlock[]>();
      for (const block of draft.blocks) {
        const path = pathOf(block.block);
        const tool = block.block.call?.tool;
        if (!path || !tool || block.block.isError) continue;
        if (WRITES.test(tool)) {
          for (const read of reads.get(path) ?? [])
            mark(read, block.block.turn, 'stale: the file was changed afterwards');
          reads.delete(path);
        } else if (READS.test(tool)) {
          const earlier = reads.get(path) ?? [];
          if (!isPartial(block.block)) {
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

function inputOf(block: Block): Record<string, unknown> {
  const input = block.call?.input;
  return input !== null && typeof input === 'object' ? (input as Record<string, unknown>) : {};
}

function pathOf(block: Block): string | undefined {
  const input = inputOf(block);
  for (const key of PATH_KEYS) {
    const value = input[key];
    if (typeof value === 'string' && value.length > 0) return value;
  }
  return undefined;
}

function isPartial(block: Block): boolean {
  const input = inputOf(block);
  return RANGE_KEYS.some((key) => input[key] !== undefined && input[key] !== null);
}
