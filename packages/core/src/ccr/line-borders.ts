import type { Units } from './best-units.js';
import type { Range } from './read-ranges.js';

/** How many lines a text has; none of them is copied. */
export function countLines(text: string): number {
  let count = 1;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++;
  return count;
}

/** The lines of ranges that are in order, within the text and free of overlaps. */
export function cutLines(text: string, ranges: readonly Range[]): string {
  const cut: string[] = [];
  let line = 1;
  let start = 0;
  const skipTo = (wanted: number) => {
    while (line < wanted) {
      start = text.indexOf('\n', start) + 1;
      line++;
    }
  };
  for (const { from, to } of ranges) {
    skipTo(from);
    const begin = start;
    skipTo(to);
    const end = text.indexOf('\n', start);
    cut.push(text.slice(begin, end < 0 ? text.length : end));
  }
  return cut.join('\n');
}

/** The lines of a text, of which only the places are kept. */
export function linesOf(text: string): Units {
  const starts = new Uint32Array(countLines(text) + 1);
  for (let line = 1; line < starts.length - 1; line++) starts[line] = text.indexOf('\n', starts[line - 1]) + 1;
  starts[starts.length - 1] = text.length + 1;
  return {
    length: starts.length - 1,
    at: (index) => text.slice(starts[index], (starts[index + 1] as number) - 1),
  };
}
