/** Most characters in a glob. */
export const MAX_GLOB_CHARACTERS = 256;

/**
 * True when a tool name fits a glob: `*` stands for any run of characters, `?` for one; letter case does not matter. Never goes
 * back behind a star: a piece between two stars is taken where it first fits, which leaves the most room for the rest. Time is
 * at most the length of the name times that of the glob.
 */
export function matchesGlob(name: string, glob: string): boolean {
  const text = name.toLowerCase();
  const pieces = glob.toLowerCase().split('*');
  const first = pieces.shift() as string;
  const last = pieces.pop();
  if (!fitsAt(text, first, 0)) return false;
  if (last === undefined) return text.length === first.length;
  const end = text.length - last.length;
  let at = first.length;
  for (const piece of pieces) {
    const found = findPiece(text, piece, at, end);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return at <= end && fitsAt(text, last, end);
}

function findPiece(text: string, piece: string, from: number, end: number): number {
  for (let at = from; at + piece.length <= end; at++) if (fitsAt(text, piece, at)) return at;
  return -1;
}

function fitsAt(text: string, piece: string, at: number): boolean {
  if (at + piece.length > text.length) return false;
  for (let i = 0; i < piece.length; i++) if (piece[i] !== '?' && piece[i] !== text[at + i]) return false;
  return true;
}
