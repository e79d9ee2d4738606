import type { InTurns } from '../model/in-turns.js';
import { itemsInTurns } from './in-turns.js';
import type { Listing } from './listing.js';

/** Rows `from` to `to` become these lines. */
export interface LineEdit {
  readonly from: number;
  readonly to: number;
  readonly lines: readonly string[];
}

/** The edits that overlap none before them, in source order. Earlier entries win. */
export function withoutOverlaps(edits: readonly LineEdit[], rows: number): LineEdit[] {
  const taken = new Uint8Array(rows);
  const free: LineEdit[] = [];
  for (const edit of edits) {
    if (taken.subarray(edit.from, edit.to + 1).includes(1)) continue;
    taken.fill(1, edit.from, edit.to + 1);
    free.push(edit);
  }
  return free.sort((a, b) => a.from - b.from);
}

/** A listing after its edits: bare, to be parsed again, and as shown, with its line numbers. */
export function* applyEdits(listing: Listing, edits: readonly LineEdit[]): InTurns<{ source: string; shown: string }> {
  const bare: string[] = [];
  const shown: string[] = [...listing.before];
  let row = 0;
  const copyTo = (end: number): void => {
    for (; row < end; row++) {
      const line = listing.lines[row] ?? '';
      bare.push(line);
      shown.push(listing.gutterOf(row) + line);
    }
  };
  yield* itemsInTurns(edits, (edit) => {
    copyTo(edit.from);
    const ending = (listing.lines[edit.from] ?? '').endsWith('\r') ? '\r' : '';
    for (const line of edit.lines) {
      bare.push(line + ending);
      shown.push(listing.gutterOf(edit.from) + line + ending);
    }
    row = edit.to + 1;
  });
  copyTo(listing.lines.length);
  for (const line of listing.after) shown.push(line);
  return { source: bare.join('\n'), shown: shown.join('\n') };
}
