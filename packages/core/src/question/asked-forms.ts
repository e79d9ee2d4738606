/** Signs that a value stands behind, where data is written as fields: `status=open`, `"status": "open"`, `| open |`. */
const BEFORE = /(?:[=\t|;,]|[:=] ?["'])$/;
const AFTER = /^["']?(?:$|[\s,;|&)\]}])/;
const SAMPLE = 20;

/** The forms in which a text may have a word that a question has in the plural: `chargebacks`, `chargeback`. */
export function formsOf(word: string): readonly string[] {
  if (word.length < 5 || !word.endsWith('s') || word.endsWith('ss')) return [word];
  if (word.endsWith('ies')) return [word, `${word.slice(0, -3)}y`];
  if (/(?:ch|sh|ss|x|z)es$/.test(word)) return [word, word.slice(0, -2)];
  return [word, word.slice(0, -1)];
}

/** Whether a word stands as the whole value of a field nearly wherever it stands. */
export function isValueAt(text: string, word: string, places: readonly number[]): boolean {
  const some = places.slice(0, SAMPLE);
  const values = some.filter(
    (at) =>
      BEFORE.test(text.slice(Math.max(0, at - 3), at)) &&
      AFTER.test(text.slice(at + word.length, at + word.length + 2)),
  );
  return some.length > 0 && values.length >= some.length * 0.8;
}
