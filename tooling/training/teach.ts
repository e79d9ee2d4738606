import { createReadStream, createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { askedWords, neededWords, wordsOf } from '../../packages/core/src/prose/index.js';
import { scoresOf } from '../../packages/kompress/src/linguistic/linguistic.js';
import { readLabelled } from './labelled.js';

/**
 * What the linguistic scorer says of a sample of the corpus, and our own labels, for `student.py`: `npx tsx tooling/training/teach.ts
 * FOLDER` writes FOLDER/taught.jsonl, an object a line: words, scores (0 to 255), and for our passages what was kept. Held-out passages
 * (h-) are not among them.
 */
const folder = process.argv[2] ?? '.';
const NOTHING = askedWords({ query: '' });
const EVERY = 6;
const MOST = 26_000;
const NEGATION = /^(?:not|no|never|none|nor|neither|without|except|unless|only|cannot|\w+n['’]t)$/i;

const out = createWriteStream(`${folder}/taught.jsonl`);
for (const { words, begins, kept, text } of readLabelled(/^[ab]-/))
  write(
    words,
    begins,
    text.split('\n').flatMap((line) => [...neededWords(line, wordsOf(line), NOTHING)]),
    kept,
  );
let [seen, taken] = [0, 0];
for await (const line of createInterface({ input: createReadStream(`${folder}/corpus.txt`) })) {
  if (!/^[A-Z"'(]/.test(line) || !/[.!?:]$/.test(line) || line.length < 160 || line.length > 1100) continue;
  if ((line.match(/[A-Za-z ,.]/g) ?? []).length < line.length * 0.9) continue;
  if (seen++ % EVERY !== 0 || taken >= MOST) continue;
  taken++;
  const words = line.split(' ');
  const begins = new Uint8Array(words.length);
  begins[0] = 1;
  const needed = [...neededWords(line, wordsOf(line), NOTHING)];
  if (needed.length === words.length) write(words, begins, needed);
}
out.end();
console.log(taken, 'of', seen, 'paragraphs');

function write(words: readonly string[], begins: Uint8Array, needed: readonly number[], kept?: Uint8Array): void {
  const scores = scoresOf({ words, begins, needed: Uint8Array.from(needed) }, true);
  const taught = [...scores].map((score, i) =>
    Math.round(255 * (NEGATION.test(words[i]!.replace(/[^\w'’]/g, '')) ? Math.max(score, 0.97) : score)),
  );
  out.write(`${JSON.stringify({ words, scores: taught, ...(kept && { kept: [...kept] }) })}\n`);
}
