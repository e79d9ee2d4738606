const LONGEST = 1000;

/**
 * Cuts a piece of more than 1,000 characters, of whatever class: merging byte pairs takes time quadratic in the length of a
 * piece. Shorter pieces come back whole, so their counts stay exact. Never inside a surrogate pair.
 */
export function cutPiece(piece: string): string[] {
  const parts: string[] = [];
  for (let from = 0; from < piece.length; ) {
    let to = from + LONGEST;
    const code = to < piece.length ? piece.charCodeAt(to) : 0;
    if (code >= 0xdc00 && code <= 0xdfff) to++;
    parts.push(piece.slice(from, to));
    from = to;
  }
  return parts;
}
