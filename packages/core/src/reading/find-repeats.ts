import type { Fold } from './fold-frames.js';

/** What two showings of one frame do not share: addresses, hashes and the frame's number. Line numbers stay. */
export function maskFrame(line: string): string {
  return line.replace(/0x[0-9a-f]+|::h[0-9a-f]{16}\b|^\s*#?\d+(?=[:\s])|(?<=\$\$Lambda)[\w$/]+/gi, '#');
}

/** Lines that say what earlier lines said. */
export interface Repeat extends Fold {
  /** Where they were said first. */
  readonly source: number;
}

/** A repeat of the lines from `source` on. */
export function repeatOf(from: number, to: number, source: number): Repeat {
  return { from, to, source, note: `[… the same ${to - from} lines as before, ${source + 1}-${source + to - from}]` };
}

/**
 * Finds stretches of lines that were there before, numbers aside, as when a retry loop logs one trace again and again.
 * Lines that matter by their own words (messages) and differ in any character end a stretch, so they stay.
 */
export function findRepeats(lines: readonly string[], isFrameLine: (at: number) => boolean, least = 4): Repeat[] {
  const masked = lines.map((line, i) => (isFrameLine(i) && !line.includes('waiting to lock') ? maskFrame(line) : line));
  const runStart: number[] = [];
  for (let i = 0; i < lines.length; i++)
    runStart.push(isFrameLine(i) && i > 0 && isFrameLine(i - 1) ? (runStart[i - 1] ?? i) : i);
  const firstAt = new Map<string, number>();
  const folds: Repeat[] = [];
  for (let i = 0; i + 1 < lines.length; ) {
    const pair = `${masked[i]}\n${masked[i + 1]}`;
    const known = firstAt.get(pair);
    if (known === undefined || (lines[i] ?? '').trim() === '') {
      if (known === undefined) firstAt.set(pair, i);
      i += 1;
      continue;
    }
    // A trace may not be explained by its own beginning: what repeats inside one run of frames is a cycle.
    const border = runStart[i] ?? i;
    let length = 0;
    while (i + length < lines.length && known + length < border && masked[known + length] === masked[i + length])
      length += 1;
    while (length > 0 && (lines[i + length - 1] ?? '').trim() === '') length -= 1;
    if (length >= least) {
      folds.push(repeatOf(i, i + length, known));
      i += length;
    } else i += 1;
  }
  return folds;
}
