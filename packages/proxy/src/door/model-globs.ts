/** True where a model's name is one of these; `*` stands for any characters, letter case does not matter. */
export function matchesModel(model: string, globs: readonly string[]): boolean {
  const name = model.toLowerCase();
  return globs.some((glob) => matches(name, glob.toLowerCase().split('*')));
}

/** Piece after piece, each at its first place: no glob takes longer than the name is long. */
function matches(name: string, pieces: readonly string[]): boolean {
  const [first = '', ...rest] = pieces;
  if (rest.length === 0) return name === first;
  if (!name.startsWith(first)) return false;
  const last = rest.pop() as string;
  let at = first.length;
  for (const piece of rest) {
    const found = name.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return name.length - last.length >= at && name.endsWith(last);
}
