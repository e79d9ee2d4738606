/** A text with everything that looks like a secret covered. */
export type Mask = (text: string) => Promise<string>;

export const COVER = '•••••';

/** What the library's rules do not know or only know with more around it. */
const OWN = [
  /-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END [A-Z0-9 ]*-----|$)/g,
  /\b(?:AKIA|ASIA|AGPA|AIDA|AROA)[A-Z0-9]{12,}/g,
  /\b(?:sk|pk|rk)[-_][A-Za-z0-9_-]{16,}/g,
  /\b(?:gh[pousr]|github_pat|glpat|npm|hf|xox[a-z]|dop_v1|shpat|SG)[-_.][A-Za-z0-9_.-]{10,}/g,
  /\bAIza[\w-]{20,}/g,
  /\beyJ[\w.-]{16,}/g,
  /\b(?:Bearer|Basic|Token)\s+[\w.~+/=-]{8,}/gi,
  /\/\/[^\s/:@"']{1,80}:[^\s@/"']{1,200}@/g,
];
const NAME =
  /pass(?:word|wd|phrase)?|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credentials?|auth(?:orization)?|cookie/
    .source;
/** Values behind a name that says they are secret: to the end of the quotes, which may be escaped, or of the word. */
const NAMED = [
  new RegExp(`((?:${NAME})\\\\*["']?\\s*(?:[:=]|=>)\\s*\\\\*["'])[^"'\\\\\\n]{4,}`, 'gi'),
  new RegExp(`((?:${NAME})\\\\*["']?\\s*(?:[:=]|=>)\\s*)[^\\s"'\\\\,;)}\\]]{4,}`, 'gi'),
];
const WORD = /[A-Za-z0-9_+/=-]{20,}/g;

/**
 * Makes a mask of the detection rules of secretlint, patterns of our own and the entropy of long words. It rather covers too much:
 * what it covers is shown to people, never sent to a model.
 */
export async function createMask(): Promise<Mask> {
  const [{ lintSource }, { creator }] = await Promise.all([
    import('@secretlint/core'),
    import('@secretlint/secretlint-rule-preset-recommend'),
  ]);
  const config = { rules: [{ id: 'recommended', rule: creator }] };
  return async (text) => {
    const source = { content: text, filePath: 'shown.txt', ext: '.txt', contentType: 'text' as const };
    const { messages } = await lintSource({ source, options: { config, noPhysicFilePath: true } });
    return covered(
      text,
      messages.map(({ range }) => range),
    );
  };
}

/** Covers the given ranges, each to the ends of the words it touches, and what the patterns find in the rest. */
export function covered(text: string, ranges: readonly (readonly number[])[] = []): string {
  let out = '';
  let at = 0;
  for (const [from = 0, to = 0] of [...ranges].sort(([a = 0], [b = 0]) => a - b)) {
    const start = Math.max(at, from);
    let end = Math.max(start, to);
    while (end < text.length && /\S/.test(text[end] ?? '')) end += 1;
    if (end === start) continue;
    out += text.slice(at, start) + COVER;
    at = end;
  }
  return byPatterns(out + text.slice(at));
}

function byPatterns(text: string): string {
  let out = text;
  for (const pattern of OWN) out = out.replace(pattern, COVER);
  for (const pattern of NAMED) out = out.replace(pattern, `$1${COVER}`);
  return out.replace(WORD, (word) => (looksRandom(word) ? COVER : word));
}

/** Letters of both cases and digits mixed as no name is, or a long number in sixteens. */
function looksRandom(word: string): boolean {
  if (/^[0-9a-f]{32,}$/i.test(word)) return true;
  if (/[/]/.test(word) && word.split('/').every((part) => part.length < 20)) return false;
  const kinds = [/[a-z]/, /[A-Z]/, /\d/].filter((kind) => kind.test(word)).length;
  return kinds === 3 && entropy(word) > 3.8 && changes(word) / word.length > 0.3;
}

/** Bits a character. */
function entropy(word: string): number {
  const counts = new Map<string, number>();
  for (const character of word) counts.set(character, (counts.get(character) ?? 0) + 1);
  return [...counts.values()].reduce((sum, n) => sum - (n / word.length) * Math.log2(n / word.length), 0);
}

/** How often the kind of sign changes from one character to the next. */
function changes(word: string): number {
  const kind = (character: string | undefined) =>
    /[a-z]/.test(character ?? '') ? 'a' : /[A-Z]/.test(character ?? '') ? 'A' : /\d/.test(character ?? '') ? '0' : '-';
  return [...word].filter((character, i) => i > 0 && kind(character) !== kind(word[i - 1])).length;
}
