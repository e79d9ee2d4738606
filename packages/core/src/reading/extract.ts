import type { InTurns } from '../model/in-turns.js';
import { type Block, readBlocks } from './blocks.js';
import { choosePassages } from './choose-passages.js';
import { readWords } from './passage-words.js';
import { cutPassages, lineStarts } from './passages.js';
import { closeTinyGaps, printPassages } from './print-passages.js';
import { rank } from './relevance.js';
import { keepBlocksWhole } from './whole-blocks.js';

/** What to extract from a document, and how much. */
export interface ExtractRequest {
  readonly query: string;
  /** Words of the tool call; they count less than the question. */
  readonly hints: string;
  /** Share of the characters to aim for, 0 to 1. */
  readonly share: number;
  /** Number, from 1, under which a line (from 0) can be asked for; the same by default. */
  readonly lineNumber?: (line: number) => number;
}

/** What was kept of a document, in its own words and order, and what was not. */
export interface Extract {
  readonly text: string;
  readonly passages: number;
  readonly keptPassages: number;
  readonly sections: number;
  readonly keptSections: number;
}

/**
 * Keeps of a document what a question is about: whole sentences, list items, option entries and table rows with their
 * headings, ranked against the question; without a usable question, the lead of every section and its facts.
 * Returns undefined when nothing would be left out.
 */
export function* extract(
  text: string,
  lines: readonly string[],
  request: ExtractRequest,
): InTurns<Extract | undefined> {
  const blocks = yield* readBlocks(lines);
  const passages = yield* cutPassages(text, blocks, lineStarts(lines));
  const document = { text, blocks, passages, words: yield* readWords(text, passages) };
  const relevance = yield* rank(document, request.query, request.hints);
  const room = { characters: text.length * request.share, stretch: relevance.found ? 1.5 : 1 };
  yield;
  const kept = yield* choosePassages(document, relevance, room);
  yield;
  keepBlocksWhole(lines, blocks, passages, kept);
  yield;
  closeTinyGaps(passages, kept);
  if (kept.every((one) => one === 1)) return undefined;
  const printed = yield* printPassages({
    lines,
    text,
    blocks,
    passages,
    kept,
    lineNumber: request.lineNumber ?? next,
  });
  return {
    text: printed,
    passages: passages.length,
    keptPassages: kept.reduce((sum, one) => sum + one, 0),
    ...countSections(blocks, passages, kept),
  };
}

const next = (line: number) => line + 1;

function countSections(
  blocks: readonly Block[],
  passages: readonly { block: number }[],
  kept: Uint8Array,
): { sections: number; keptSections: number } {
  const isHeading = (p: number) => (blocks[passages[p]?.block ?? 0]?.level ?? -1) >= 0;
  let sections = 0;
  let keptSections = 0;
  for (let p = 0; p < passages.length; p++) {
    if (!isHeading(p)) continue;
    sections++;
    if (kept[p]) keptSections++;
  }
  return { sections, keptSections };
}
