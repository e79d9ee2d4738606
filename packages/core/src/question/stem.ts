/**
 * Words of any script. Bounded, for a loop over characters of one or two code units takes room on the pattern's stack with each:
 * a run of millions of letters would overflow it.
 */
export const WORD = /[\p{L}\p{N}_]{1,10000}/gu;

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
export function stem(word: string): string {
  if (word.length < 5) return word.endsWith('s') && !word.endsWith('ss') && word.length > 3 ? word.slice(0, -1) : word;
  for (const ending of ['ations', 'ation', 'ings', 'ing', 'ies', 'ied', 'ers', 'ed', 'es', 'er', 'ly', 's']) {
    if (word.endsWith(ending) && word.length - ending.length >= 4) return word.slice(0, -ending.length);
  }
  return word;
}
