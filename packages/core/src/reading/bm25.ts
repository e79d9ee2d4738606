/**
 * Ranks texts against a question by Okapi BM25 (Robertson and Zaragoza, 2009) with document frequencies counted over the
 * given texts themselves, so that a word all of them share weighs nothing.
 */
export interface Bm25Options {
  readonly k1?: number;
  readonly b?: number;
}

const WORD = /[\p{L}\p{N}_]+/gu;

/** Lower-case words of a text; `snake_case` and `camelCase` names count whole and in parts. */
export function tokenize(text: string): string[] {
  const found: string[] = [];
  for (const [word] of text.matchAll(WORD)) {
    const lower = word.toLowerCase();
    found.push(stem(lower));
    if (word.includes('_') || /[a-z][A-Z]/.test(word)) {
      for (const part of word.split(/_+|(?<=[a-z0-9])(?=[A-Z])/))
        if (part.length > 1 && part !== word) found.push(stem(part.toLowerCase()));
    }
  }
  return found;
}

/** A very light English stemmer: plural and verb endings, enough to let `deprecated` meet `deprecation`. */
function stem(word: string): string {
  if (word.length < 5) return word.endsWith('s') && !word.endsWith('ss') && word.length > 3 ? word.slice(0, -1) : word;
  for (const ending of ['ations', 'ation', 'ings', 'ing', 'ies', 'ied', 'ers', 'ed', 'es', 'er', 'ly', 's']) {
    if (word.endsWith(ending) && word.length - ending.length >= 4) return word.slice(0, -ending.length);
  }
  return word;
}

/** One score per text, 0 for no shared word. Linear in the total length. */
export function bm25(query: string, texts: readonly string[], options: Bm25Options = {}): number[] {
  const { k1 = 1.5, b = 0.75 } = options;
  const terms = [...new Set(tokenize(query))];
  if (terms.length === 0 || texts.length === 0) return texts.map(() => 0);
  const index = new Map(terms.map((term, i) => [term, i]));
  const frequency = new Float64Array(terms.length);
  const counts: Map<number, number>[] = [];
  const lengths: number[] = [];
  for (const text of texts) {
    const words = tokenize(text);
    const own = new Map<number, number>();
    for (const word of words) {
      const i = index.get(word);
      if (i !== undefined) own.set(i, (own.get(i) ?? 0) + 1);
    }
    for (const i of own.keys()) frequency[i] = (frequency[i] ?? 0) + 1;
    counts.push(own);
    lengths.push(words.length);
  }
  const mean = lengths.reduce((sum, length) => sum + length, 0) / texts.length || 1;
  const weights = Array.from(frequency, (df) => Math.log(1 + (texts.length - df + 0.5) / (df + 0.5)));
  return counts.map((own, t) => {
    let score = 0;
    for (const [i, tf] of own) {
      score += (weights[i] ?? 0) * ((tf * (k1 + 1)) / (tf + k1 * (1 - b + (b * (lengths[t] ?? 0)) / mean)));
    }
    return score;
  });
}
