import type { InTurns } from '../model/in-turns.js';
import type { Block, BlockKind } from './blocks.js';
import { itemsInTurns } from './in-turns.js';
import { isProse } from './passages.js';

const FILLED = new Set<BlockKind>(['paragraph', 'item', 'entry']);

/** The lines of a document without the spaces that only fill them; as many lines as before. */
export function* tidied(lines: readonly string[], blocks: readonly Block[]): InTurns<readonly string[]> {
  const tidy = [...lines];
  yield* itemsInTurns(blocks, ({ kind, from, to }) => {
    tidySpaces(lines.slice(from, to).join('\n'), kind)
      .split('\n')
      .forEach((line, l) => {
        tidy[from + l] = line;
      });
  });
  return tidy;
}

/**
 * Takes out the spaces that only fill lines (justified prose, padded table cells, ends of lines). Code, tagged blocks and
 * whatever is not prose keep every space they have.
 */
export function tidySpaces(slice: string, kind: BlockKind): string {
  if (kind === 'table') return slice.split('\n').map(tidyRow).join('\n');
  if (!FILLED.has(kind) || !/[ \t]{2}|\t|[ \t]$/m.test(slice) || !isProse(slice, 0, slice.length)) return slice;
  return slice.split('\n').map(tidyLine).join('\n');
}

function tidyRow(row: string): string {
  return row
    .trimEnd()
    .split('|')
    .map((cell) =>
      /^[ \t]*:?-{3,}:?[ \t]*$/.test(cell)
        ? cell.replace(/-{3,}/, '---')
        : cell.replace(/^[ \t]{2,}/, ' ').replace(/(\S)[ \t]{2,}$/, '$1 '),
    )
    .join('|');
}

/** Narrow gaps between words become one space; wide ones may be columns. The indentation stays. */
function tidyLine(line: string): string {
  const bare = line.trimEnd();
  const start = bare.length - bare.trimStart().length;
  return bare.slice(0, start) + bare.slice(start).replace(/(?<![ \t])(?:\t|[ \t]{2,3})(?![ \t])/g, ' ');
}
