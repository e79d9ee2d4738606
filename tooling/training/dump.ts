import { writeFileSync } from 'node:fs';
import { askedWords, neededWords, wordsOf } from '../../packages/core/src/prose/index.js';
import { DENSE, Features, SPARSE } from '../../packages/kompress/src/linguistic/features.js';
import { partsOf } from '../../packages/kompress/src/linguistic/part-of-speech.js';
import { type Labelled, readLabelled } from './labelled.js';

/**
 * What the package sees of labelled passages, as arrays of numbers for `fit.py`: `npx tsx tooling/training/dump.ts FOLDER` writes
 * `train.*` (files a-, b-) and `held.*` (files h-): dense.i32, sparse.i32, kept.u8, rows.i32 (passage, document, needed).
 */
const folder = process.argv[2] ?? '.';
const NOTHING = askedWords({ query: '' });

for (const [name, files] of [
  ['train', /^[ab]-/],
  ['held', /^h-/],
] as const)
  dump(name, readLabelled(files));

function dump(name: string, passages: readonly Labelled[]): void {
  const count = passages.reduce((sum, { words }) => sum + words.length, 0);
  const dense = new Int32Array(count * DENSE);
  const sparse = new Int32Array(count * SPARSE);
  const kept = new Uint8Array(count);
  const rows = new Int32Array(count * 3);
  const documents = [...new Set(passages.map(({ document }) => document))];
  let at = 0;
  for (const [p, passage] of passages.entries()) {
    const needed = neededIn(passage);
    const { words, begins } = passage;
    const features = new Features({ words, begins, needed, parts: partsOf(words) });
    for (let i = 0; i < words.length; i++, at++) {
      features.dense(i, dense, at * DENSE);
      features.sparse(i, sparse, at * SPARSE);
      kept[at] = passage.kept[i]!;
      rows.set([p, documents.indexOf(passage.document), needed[i]!], at * 3);
    }
  }
  writeFileSync(`${folder}/${name}.dense.i32`, dense);
  writeFileSync(`${folder}/${name}.sparse.i32`, sparse);
  writeFileSync(`${folder}/${name}.kept.u8`, kept);
  writeFileSync(`${folder}/${name}.rows.i32`, rows);
  const share = kept.reduce((sum, one) => sum + one, 0) / count;
  console.log(`${name}: ${passages.length} passages, ${count} words, ${share.toFixed(3)} kept`);
}

/** The words that stay in any case, line by line. */
function neededIn({ text, words }: Labelled): Uint8Array {
  const needed = text.split('\n').flatMap((line) => [...neededWords(line, wordsOf(line), NOTHING)]);
  if (needed.length !== words.length) throw new Error('Words were counted in two ways');
  return Uint8Array.from(needed);
}
