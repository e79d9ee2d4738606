import type { InTurns } from '../model/in-turns.js';
import type { Block } from './blocks.js';
import { findOddPassages } from './odd-passages.js';
import type { Passage } from './passages.js';
import type { CutDocument, Relevance } from './relevance.js';

/** What may be chosen: characters to aim for, and how far strongly relevant passages may go beyond them. */
export interface Room {
  readonly characters: number;
  readonly stretch: number;
}

const SALIENT =
  /\d|\b(?:must|never|not|only|cannot|warning|caution|important|note|require[sd]?|default|limit|maximum|minimum|deprecated|breaking|error|fails?|because|therefore|however|except|unless)\b/i;
/** White space that is not one blank between words. */
const UNEVEN = /[^\S ]| {2}/;
const STRONG = 0.6;
const WEAK = 0.16;

/** Marks the passages to keep: those the question is about, with what they stand under, then a spread of leads and facts. */
export function* choosePassages(document: CutDocument, relevance: Relevance, room: Room): InTurns<Uint8Array> {
  const { text, blocks, passages } = document;
  const near = spread(blocks, relevance.blocks);
  const firsts = firstPassages(blocks, passages);
  const repeated = yield* findRepeats(text, blocks, passages);
  yield;
  const scores = yield* scorePassages(text, blocks, passages, near, relevance, firsts);
  const kept = new Uint8Array(passages.length);
  let spent = 0;
  const keep = (p: number): void => {
    const passage = passages[p];
    if (!passage || kept[p]) return;
    kept[p] = 1;
    spent += passage.to - passage.from;
    const block = blocks[passage.block];
    const first = firsts[passage.block] ?? p;
    if (block && (block.kind === 'table' || block.kind === 'entry' || block.kind === 'item') && first !== p)
      keep(first);
    if (block && block.parent >= 0) keep(firsts[block.parent] ?? p);
  };
  for (const [p, passage] of passages.entries()) {
    const kind = blocks[passage.block]?.kind;
    if (kind === 'source' || kind === 'tagged') keep(p);
  }
  if (passages.length > 0) keep(0);
  yield;
  for (const p of findOddPassages(document.words)) keep(p);
  yield;
  const order = Array.from(passages, (_, p) => p).filter((p) => !kept[p] && !repeated[p] && (scores[p] ?? 0) > 0);
  order.sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b);
  yield;
  for (const p of order) {
    const score = scores[p] ?? 0;
    const limit = !relevance.found ? 1 : score >= STRONG ? room.stretch : score >= WEAK ? 1 : 0.6;
    const size = (passages[p]?.to ?? 0) - (passages[p]?.from ?? 0);
    if (spent + size <= room.characters * limit || (score >= STRONG && spent < room.characters * limit * 0.5)) keep(p);
  }
  return kept;
}

/** A block beside or below a relevant one is a little relevant too. */
function spread(blocks: readonly Block[], scores: Float64Array): Float64Array {
  const near = Float64Array.from(scores);
  for (const [b, block] of blocks.entries()) {
    if (block.level >= 0) continue;
    for (const other of [b - 1, b + 1]) {
      const beside = blocks[other];
      if (beside && beside.level < 0 && beside.parent === block.parent)
        near[b] = Math.max(near[b] ?? 0, 0.45 * (scores[other] ?? 0));
    }
    const owner = blocks[block.parent];
    if (owner && owner.level < 0) near[b] = Math.max(near[b] ?? 0, 0.6 * (near[block.parent] ?? 0));
    else if (owner && blocks[b - 1] === owner) near[b] = Math.max(near[b] ?? 0, 0.5 * (scores[block.parent] ?? 0));
  }
  return near;
}

function firstPassages(blocks: readonly Block[], passages: readonly Passage[]): Int32Array {
  const firsts = new Int32Array(blocks.length).fill(-1);
  for (const [p, { block }] of passages.entries()) if ((firsts[block] ?? 0) < 0) firsts[block] = p;
  return firsts;
}

function* scorePassages(
  text: string,
  blocks: readonly Block[],
  passages: readonly Passage[],
  near: Float64Array,
  relevance: Relevance,
  firsts: Int32Array,
): InTurns<Float64Array> {
  const scores = new Float64Array(passages.length);
  const places = new Int32Array(blocks.length + 1);
  for (const [p, passage] of passages.entries()) {
    yield;
    const block = blocks[passage.block];
    if (!block || block.level >= 0 || block.kind === 'rule' || block.kind === 'contents') continue;
    if (block.kind === 'aside') {
      scores[p] = (near[passage.block] ?? 0) * 0.9;
      continue;
    }
    const first = firsts[passage.block] === p;
    const section = block.parent + 1;
    if (first) places[section] = (places[section] ?? 0) + 1;
    const place = places[section] ?? 1;
    const single = first && passages[p + 1]?.block !== passage.block;
    const size = passage.to - passage.from;
    const salient = size < 2000 && SALIENT.test(text.slice(passage.from, passage.to)) ? 0.3 : 0;
    const prior =
      (first ? 1 : 0.45) / (1 + 0.3 * (place - 1)) +
      salient +
      evenness(first ? place : p) +
      (p === passages.length - 1 ? 0.6 : 0);
    const block0 = near[passage.block] ?? 0;
    const own = single ? 1 : (relevance.passages[p] ?? 0);
    const beside = single ? 0 : Math.max(relevance.passages[p - 1] ?? 0, relevance.passages[p + 1] ?? 0);
    scores[p] = block0 * (0.5 + 0.5 * Math.max(own, 0.6 * beside)) + (relevance.found ? 0.08 : 1) * prior;
    if (!single && own > 0.55) scores[p] = Math.max(scores[p] ?? 0, own);
  }
  return scores;
}

/** Higher for every 2nd, 4th, 8th … of a row, so that what is taken by it lies evenly spread. */
function evenness(place: number): number {
  return place > 0 ? 0.07 * Math.min(9, Math.clz32(place & -place) ^ 31) : 0;
}

/** Passages that say again, word for word, what an earlier one said. */
function* findRepeats(text: string, blocks: readonly Block[], passages: readonly Passage[]): InTurns<Uint8Array> {
  const seen = new Set<string>();
  const repeated = new Uint8Array(passages.length);
  for (const [p, passage] of passages.entries()) {
    yield;
    const size = passage.to - passage.from;
    const kind = blocks[passage.block]?.kind;
    if (size < 30 || size > 4000 || kind === 'heading' || kind === 'table' || kind === 'code') continue;
    const slice = text.slice(passage.from, passage.to);
    const said = (UNEVEN.test(slice) ? slice.replace(/\s+/g, ' ') : slice).trim();
    if (seen.has(said)) repeated[p] = 1;
    else seen.add(said);
  }
  return repeated;
}
