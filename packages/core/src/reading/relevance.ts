import type { InTurns } from '../model/in-turns.js';
import type { Block } from './blocks.js';
import type { PassageWords } from './passage-words.js';
import type { Passage } from './passages.js';
import { readQuery } from './query-terms.js';
import { TermFinder } from './term-finder.js';

/** A document cut into blocks, passages and words. */
export interface CutDocument {
  readonly text: string;
  readonly blocks: readonly Block[];
  readonly passages: readonly Passage[];
  readonly words: PassageWords;
}

/** How well blocks and passages answer a question, 0 to 1; `found` is false when none shares a word with it. */
export interface Relevance {
  readonly blocks: Float64Array;
  readonly passages: Float64Array;
  readonly found: boolean;
}

const K1 = 1.2;
const LENGTH_SHARE = 0.4;
const NAME_WEIGHT = 1.4;
const OTHER_CLAUSE = 0.3;
const MAX_NAMES = 16;

/**
 * Ranks blocks and their passages by BM25 with document frequencies of the text itself, counting words of the headings
 * and entries they stand under, names found as written, and every clause of the question for itself.
 */
export function* rank(
  { text, blocks, passages, words }: CutDocument,
  query: string,
  hints: string,
): InTurns<Relevance> {
  const finder = new TermFinder(query, hints);
  const asked = readQuery(query);
  const names = [...asked.names, ...asked.values].slice(0, MAX_NAMES);
  const width = finder.terms.length + names.length;
  const none = { blocks: new Float64Array(blocks.length), passages: new Float64Array(passages.length), found: false };
  if (width === 0) return none;
  const counted = yield* countTerms(words, finder, width);
  for (const [n, name] of names.entries()) {
    yield;
    countName(text, passages, name, counted.counts, width, finder.terms.length + n);
  }
  yield;
  const weights = [...finder.terms.map((term) => term.weight), ...names.map(() => NAME_WEIGHT)];
  const own = sumByBlock(counted, passages, blocks.length, width);
  yield;
  const idf = inverseFrequencies(own.counts, blocks.length, width, weights);
  if (idf.every((value) => value === 0)) return none;
  const clauses = clauseWeights(query, finder, names);
  yield;
  const full = withContext(own.counts, blocks, width);
  return {
    blocks: yield* best(clauses, idf, full, own.lengths, width),
    passages: yield* best(clauses, idf, counted.counts, counted.lengths, width),
    found: true,
  };
}

interface Counted {
  readonly counts: Float32Array;
  readonly lengths: Float64Array;
}

function* countTerms({ vocabulary, words, starts }: PassageWords, finder: TermFinder, width: number): InTurns<Counted> {
  const size = starts.length - 1;
  const counts = new Float32Array(size * width);
  const lengths = new Float64Array(size);
  const hits: ReturnType<TermFinder['hits']>[] = [];
  for (const word of vocabulary) {
    hits.push(finder.hits(word));
    yield;
  }
  for (let p = 0; p < size; p++) {
    lengths[p] = starts[p + 1]! - starts[p]!;
    for (let w = starts[p]!; w < starts[p + 1]!; w++)
      for (const { term, strength } of hits[words[w]!]!) counts[p * width + term]! += strength;
    yield;
  }
  return { counts, lengths };
}

/** Counts a name where it stands as written and is not part of a longer word. */
function countName(
  text: string,
  passages: readonly Passage[],
  name: string,
  counts: Float32Array,
  width: number,
  term: number,
): void {
  let p = 0;
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length)) {
    if (isWordCode(text.charCodeAt(at - 1)) || isWordCode(text.charCodeAt(at + name.length))) continue;
    while (p < passages.length && (passages[p]?.to ?? 0) <= at) p++;
    if (p < passages.length && (passages[p]?.from ?? 0) <= at)
      counts[p * width + term] = (counts[p * width + term] ?? 0) + 1;
  }
}

function isWordCode(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57) || code === 95;
}

function sumByBlock(counted: Counted, passages: readonly Passage[], blocks: number, width: number): Counted {
  const counts = new Float32Array(blocks * width);
  const lengths = new Float64Array(blocks);
  for (const [p, { block }] of passages.entries()) {
    lengths[block] = (lengths[block] ?? 0) + (counted.lengths[p] ?? 0);
    for (let t = 0; t < width; t++)
      counts[block * width + t] = (counts[block * width + t] ?? 0) + (counted.counts[p * width + t] ?? 0);
  }
  return { counts, lengths };
}

function inverseFrequencies(counts: Float32Array, blocks: number, width: number, weights: readonly number[]): number[] {
  const frequency = new Float64Array(width);
  for (let b = 0; b < blocks; b++)
    for (let t = 0; t < width; t++) if ((counts[b * width + t] ?? 0) >= 0.5) frequency[t] = (frequency[t] ?? 0) + 1;
  const related = new Float64Array(width);
  for (let b = 0; b < blocks; b++)
    for (let t = 0; t < width; t++) if ((counts[b * width + t] ?? 0) > 0) related[t] = (related[t] ?? 0) + 1;
  return Array.from(frequency, (exact, t) => {
    const df = exact > 0 ? exact : (related[t] ?? 0);
    return df === 0 ? 0 : (weights[t] ?? 1) * Math.log(1 + (blocks - df + 0.5) / (df + 0.5));
  });
}

/** Adds, at less than full weight, the words of the headings and entries that a block stands under. */
function withContext(counts: Float32Array, blocks: readonly Block[], width: number): Float32Array {
  const inherited = new Float32Array(counts.length);
  const full = new Float32Array(counts.length);
  for (const [b, block] of blocks.entries()) {
    for (let t = 0; t < width; t++) {
      const at = b * width + t;
      const above = block.parent >= 0 ? (inherited[block.parent * width + t] ?? 0) : 0;
      full[at] = (counts[at] ?? 0) + 0.6 * above;
      inherited[at] = Math.max(Math.min(1, counts[at] ?? 0), 0.7 * above);
    }
  }
  return full;
}

/** The whole question, and each clause of it with the other words turned down. */
function clauseWeights(query: string, finder: TermFinder, names: readonly string[]): number[][] {
  const words = [...finder.terms.map((term) => term.word), ...names.map((name) => name.toLowerCase())];
  const clauses = query
    .slice(0, 8000)
    .toLowerCase()
    .split(/[?;]|,? and (?=what|which|how|when|why|who|where|whether|is |are |does |do |can )|, and /)
    .filter((clause) => clause.trim().length > 8);
  const whole = words.map(() => 1);
  if (clauses.length < 2 || clauses.length > 6) return [whole];
  return [whole, ...clauses.map((clause) => words.map((word) => (clause.includes(word) ? 1 : OTHER_CLAUSE)))];
}

function* best(
  clauses: readonly number[][],
  idf: readonly number[],
  counts: Float32Array,
  lengths: Float64Array,
  width: number,
): InTurns<Float64Array> {
  const size = lengths.length;
  const mean = lengths.reduce((sum, length) => sum + length, 0) / size || 1;
  const result = new Float64Array(size);
  for (const clause of clauses) {
    yield;
    const total = clause.reduce((sum, weight, t) => sum + weight * (idf[t] ?? 0), 0) || 1;
    const scores = new Float64Array(size);
    let top = 0;
    for (let i = 0; i < size; i++) {
      const norm = K1 * (1 - LENGTH_SHARE + (LENGTH_SHARE * (lengths[i] ?? 0)) / mean);
      let score = 0;
      let covered = 0;
      for (let t = 0; t < width; t++) {
        const tf = counts[i * width + t] ?? 0;
        if (tf === 0) continue;
        const weight = (clause[t] ?? 1) * (idf[t] ?? 0);
        score += (weight * tf * (K1 + 1)) / (tf + norm);
        covered += weight * Math.min(1, tf);
      }
      scores[i] = score * (0.5 + (0.5 * covered) / total);
      top = Math.max(top, scores[i] ?? 0);
    }
    if (top > 0) for (let i = 0; i < size; i++) result[i] = Math.max(result[i] ?? 0, (scores[i] ?? 0) / top);
  }
  return result;
}
