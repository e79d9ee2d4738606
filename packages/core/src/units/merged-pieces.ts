import type { Piece } from './unit.js';

/** Pieces in order, overlapping and touching plain ones as one. */
export function merged(pieces: readonly Piece[]): readonly Piece[] {
  const sorted = [...pieces].sort((a, b) => a.from - b.from || b.to - a.to);
  const done: Piece[] = [];
  for (const piece of sorted) {
    const last = done.at(-1);
    if (last && piece.from < last.to && last.said === undefined)
      done[done.length - 1] = { from: last.from, to: Math.max(last.to, piece.to) };
    else if (!last || piece.from >= last.to) done.push(piece);
  }
  return done;
}
