/** Signs that a value stands behind, where data is written as fields: `status=open`, `"status": "open"`, `| open |`. */
const BEFORE = /(?:[=\t|;,]|[:=] ?["'])$/;
const AFTER = /^["']?(?:$|[\s,;|&)\]}])/;
const SAMPLE = 20;

const ISED = /(?<=\w{3})i[sz](?=(?:e[drs]?|ers|ing|ations?)$)/;
const COLOUR = /(?<=^(?:behavi|col|fav|flav|hon|lab|neighb|rum|vap))ou?r(?=s|ed|ing|al|ite|$)/;

/** The forms in which a text may have a word of a question: `chargebacks`, `chargeback`; `optimised`, `optimized`. */
export function formsOf(word: string): readonly string[] {
  return numbersOf(word).flatMap((form) => [form, ...otherSpelling(form)]);
}

/** As it is written on the other side of the Atlantic. */
function otherSpelling(word: string): readonly string[] {
  const other = word
    .replace(ISED, (found) => (found === 'is' ? 'iz' : 'is'))
    .replace(COLOUR, (found) => (found === 'our' ? 'or' : 'our'));
  return other === word ? [] : [other];
}

function numbersOf(word: string): readonly string[] {
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
