import model from 'wink-eng-lite-web-model';
import winkNLP from 'wink-nlp';

/** Parts of speech, those first that a telegram leaves out first. */
const PARTS = [
  ...['DET', 'PART', 'AUX', 'PRON', 'ADP', 'CCONJ', 'SCONJ', 'PUNCT', 'SPACE', 'ADV', 'INTJ'],
  ...['VERB', 'X', 'ADJ', 'SYM', 'NUM', 'NOUN', 'PROPN'],
];
const NUMBER_OF: ReadonlyMap<string, number> = new Map(PARTS.map((part, i) => [part, i + 1]));
const X = NUMBER_OF.get('X')!;
const SIGNS: ReadonlySet<string> = new Set(['PUNCT', 'SYM', 'SPACE']);

let nlp: ReturnType<typeof winkNLP> | undefined;

/**
 * The part of speech of every word, as a number from 1; of what a word falls into, that of its first part with letters. A model of
 * wink-nlp that lies in its package; what it takes for other words than were given is 18 kinds of the same: `X`.
 */
export function partsOf(words: readonly string[]): Uint8Array {
  nlp ??= winkNLP(model, ['pos']);
  const tokens = nlp.readDoc(words.join(' ')).tokens();
  const tags = tokens.out(nlp.its.pos) as string[];
  const spaces = tokens.out(nlp.its.precedingSpaces) as string[];
  const parts = new Uint8Array(words.length);
  let at = -1;
  for (let i = 0; i < tags.length; i++) {
    if (i === 0 || spaces[i] !== '') at++;
    if (at >= words.length) return parts.fill(X);
    if (parts[at] === 0 || SIGNS.has(PARTS[parts[at]! - 1]!)) parts[at] = NUMBER_OF.get(tags[i]!) ?? X;
  }
  return at === words.length - 1 ? parts : parts.fill(X);
}
