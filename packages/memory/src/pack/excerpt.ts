import type { TokenCounter } from '@headroom/core';
import { termsOf } from '../words/terms.js';

/** A piece is a sentence or a line, or so many characters of a longer one. */
const LONGEST_PIECE = 240;
const GAP = ' … ';

/**
 * The parts of a text that have some terms, those with most of them before others, and its beginning, in order, within some tokens; an
 * empty text where not even one part fits.
 */
export function excerpt(text: string, terms: ReadonlySet<string>, counter: TokenCounter, most: number): string {
  const pieces = piecesOf(text);
  const shared = pieces.map((piece) => new Set(termsOf(pieceOf(text, piece)).filter((term) => terms.has(term))).size);
  const order = [...pieces.keys()]
    .filter((at) => at === 0 || (shared[at] as number) > 0)
    .sort((a, b) => (shared[b] as number) - (shared[a] as number) || a - b);
  const chosen = new Set<number>();
  let left = most;
  for (const at of order) {
    const cost = counter.count(pieceOf(text, pieces[at] as Piece)) + counter.count(GAP);
    if (cost > left) continue;
    left -= cost;
    chosen.add(at);
  }
  const parts: string[] = [];
  let from: number | undefined;
  for (const [at, piece] of pieces.entries()) {
    if (!chosen.has(at)) continue;
    from ??= piece.from;
    if (chosen.has(at + 1)) continue;
    parts.push(pieceOf(text, { from, to: piece.to }));
    from = undefined;
  }
  if (parts.length === 0) return '';
  return `${chosen.has(0) ? '' : GAP.trimStart()}${parts.join(GAP)}${chosen.has(pieces.length - 1) ? '' : GAP.trimEnd()}`;
}

/** From where to where a piece stands. */
interface Piece {
  readonly from: number;
  readonly to: number;
}

function pieceOf(text: string, { from, to }: Piece): string {
  return text.slice(from, to).trim().toWellFormed();
}

function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  const cut = (to: number) => {
    while (to - from > LONGEST_PIECE) {
      const space = text.slice(from, from + LONGEST_PIECE).lastIndexOf(' ');
      const end = from + (space > 0 ? space : LONGEST_PIECE);
      pieces.push({ from, to: end });
      from = end;
    }
    if (to > from) pieces.push({ from, to });
    from = to;
  };
  for (const { index } of text.matchAll(/(?<=[.!?;:,])\s/g)) cut(index);
  cut(text.length);
  return pieces;
}
