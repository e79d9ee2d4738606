/** Lines without the blank ones at both ends and without the spaces behind them. */
export function trimEnds(lines: readonly string[]): string[] {
  let from = 0;
  let to = lines.length;
  while (from < to && (lines[from] ?? '').trim() === '') from++;
  while (to > from && (lines[to - 1] ?? '').trim() === '') to--;
  return lines.slice(from, to).map((line) => line.trimEnd());
}
