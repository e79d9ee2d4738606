import { readQuery } from '../reading/query-terms.js';

const MOST = 3;
/** A question about whether something is there at all. */
const EXISTENCE =
  /\b(?:is|are|was|were|do|does|did|has|have|any|exists?|installed|contains?|mentions?|includes?|there)\b/i;
const ORDINAL = /^\d+(?:st|nd|rd|th)$/i;
const PLAIN = /^[a-z][a-z0-9]{3,}$/;

/**
 * The things a question names that an original does not contain anywhere. Said in a marker, they spare the model a second look:
 * a cut list alone cannot show that something is not on it.
 */
export function absentNames(query: string, original: string): readonly string[] {
  const { names, values, words } = readQuery(query);
  const asked = [
    ...names,
    ...values,
    ...(EXISTENCE.test(query) ? words.filter((word) => PLAIN.test(word) && isProper(word, query)) : []),
  ];
  if (asked.length === 0) return [];
  const lower = original.toLowerCase();
  const absent = asked.filter(
    (name) => !ORDINAL.test(name) && name.length >= 3 && name.length <= 60 && !lower.includes(name.toLowerCase()),
  );
  return [...new Set(absent)].slice(0, MOST);
}

/** A word that names something: what stands right after "is", "any" or "outdated", or before "installed", "there" or "included". */
function isProper(word: string, query: string): boolean {
  const asked = query.slice(0, 8000).toLowerCase();
  const isWhole = (at: number) => !/\w/.test(asked[at - 1] ?? '') && !/\w/.test(asked[at + word.length] ?? '');
  let at = asked.indexOf(word);
  while (at >= 0 && !isWhole(at)) at = asked.indexOf(word, at + 1);
  if (at < 0) return false;
  const before = query.slice(Math.max(0, at - 24), at).toLowerCase();
  const after = query.slice(at + word.length, at + word.length + 24).toLowerCase();
  return (
    /\b(?:is|are|does|has|have|any) (?:a |an |the |any )?$/.test(before) &&
    /^ (?:in\b|on\b|there\b|installed|included|listed|present|running|defined|used|mentioned)/.test(after)
  );
}
