const words = (text: string) => text.toLowerCase().match(/[a-z0-9]+/g) ?? [];

/** How many words two lists share in the same order, at most. */
function longestCommon(a: readonly string[], b: readonly string[]): number {
  let row = new Uint32Array(b.length + 1);
  for (const one of a) {
    const next = new Uint32Array(b.length + 1);
    for (const [j, other] of b.entries())
      next[j + 1] = one === other ? (row[j] as number) + 1 : Math.max(next[j] as number, row[j + 1] as number);
    row = next;
  }
  return row[b.length] ?? 0;
}

/** ROUGE-L (Lin 2004): the F-measure of the longest common subsequence of words, without stemming, of the text as a whole. */
export function rougeL(gold: string, answer: string): number {
  const [a, b] = [words(gold), words(answer)];
  const shared = longestCommon(a, b);
  return shared === 0 ? 0 : (2 * shared) / (a.length + b.length);
}
