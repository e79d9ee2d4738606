/**
 * Where a shortened text stands in the original, when it is one unbroken run of its lines and a note in the last line: how many
 * lines stand before it, and how many it has, the note counted. Undefined for any other text.
 */
export function windowOf(
  original: string,
  shortened: string,
): { readonly skipped: number; readonly lines: number } | undefined {
  const cut = shortened.lastIndexOf('\n');
  if (cut < 0 || !shortened.slice(cut + 1).includes('[Left out: ')) return undefined;
  const kept = shortened.slice(0, cut);
  if (kept === '') return undefined;
  const at = `\n${original}\n`.indexOf(`\n${kept}\n`);
  if (at < 0) return undefined;
  return { skipped: original.slice(0, at).split('\n').length - 1, lines: shortened.split('\n').length };
}
