/** The words of an answer as the data set's `evaluate-v2.0.py` compares them: small letters, no punctuation, no articles. */
export function normalWords(answer: string): string[] {
  return answer
    .toLowerCase()
    .replace(/[!-/:-@[-`{-~]/g, '')
    .replace(/\b(?:a|an|the)\b/g, ' ')
    .split(/\s+/)
    .filter(Boolean);
}

export const exactMatch = (gold: string, answer: string) =>
  normalWords(gold).join(' ') === normalWords(answer).join(' ');

/** The harmonic mean of precision and recall of words, counted with repeats; where one side has none, whether both have none. */
export function wordF1(gold: string, answer: string): number {
  const [wanted, given] = [normalWords(gold), normalWords(answer)];
  if (wanted.length === 0 || given.length === 0) return wanted.length === given.length ? 1 : 0;
  const left = [...wanted];
  const shared = given.filter((word) => {
    const at = left.indexOf(word);
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  }).length;
  if (shared === 0) return 0;
  const [precision, recall] = [shared / given.length, shared / wanted.length];
  return (2 * precision * recall) / (precision + recall);
}

/** Exact match and F1 of an answer, the best over all gold answers; none of them means the question has no answer. */
export function squadScore(gold: readonly string[], answer: string): { readonly exact: boolean; readonly f1: number } {
  const all = gold.filter((one) => normalWords(one).length > 0);
  const golds = all.length > 0 ? all : [''];
  return {
    exact: golds.some((one) => exactMatch(one, answer)),
    f1: Math.max(...golds.map((one) => wordF1(one, answer))),
  };
}
