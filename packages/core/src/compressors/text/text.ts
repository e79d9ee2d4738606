import type { Compressor, Shorter, Task } from '../../model/compressor.js';
import type { Content } from '../../model/content.js';
import type { InTurns } from '../../model/in-turns.js';
import { inputWords } from '../../question/query-terms.js';
import { type Block, readBlocks } from '../../reading/blocks.js';
import { type Listing, readListing } from '../../reading/listing.js';
import { isNaturalLanguage } from '../../reading/prose.js';
import { tidySpaces } from '../../reading/tidy-spaces.js';
import { estimateInTurns } from '../../tokens/estimate.js';
import { compressorInTurns, trimmedInTurns } from '../../units/compressor-of.js';
import { readPassages } from '../../units/passages.js';

const SMALL = 100;
/** Passages of a text below this many tokens are left out only where the model can ask for them. */
const SHORT = 3000;
const SHORT_WITH_RETRIEVAL = 600;
const WORTH = 0.92;
const WORTH_PACKING = 0.98;
const LONG_PARAGRAPH = 200;

/** Shortens prose: markdown, manual pages, specifications, retrieved chunks, plain text. Whole sentences only. */
export function text(): Compressor {
  return compressorInTurns({ name: 'text', ceiling: 0.3, match: matchText, inTurns: compress });
}

/** Text is what remains when no other compressor knows the kind: sure of little, a little surer of prose. */
function matchText(content: Content): number {
  const sample = content.text.slice(0, 8000);
  if (sample.trim().length === 0) return 0;
  const letters = sample.replace(/[^A-Za-z \u00c0-\uffff]+/g, '').length;
  return letters > sample.length * 0.75 ? 0.3 : 0.15;
}

function* compress(content: Content, task: Task): InTurns<Shorter | undefined> {
  const shortest = task.retrievable ? SHORT_WITH_RETRIEVAL : SHORT;
  const size = yield* estimateInTurns(content.text, shortest);
  if (size < SMALL || content.text.trim().length === 0) return undefined;
  const trimmed = task.mode !== 'lossless' && size >= shortest ? yield* trim(content, task) : undefined;
  return trimmed ?? (yield* packText(content));
}

function* trim(content: Content, task: Task): InTurns<Shorter | undefined> {
  const shown = readListing(content.lines);
  if (!(yield* isNaturalLanguage(shown.lines))) return undefined;
  const numbered = /[→\t|]/.test(shown.gutterOf(0));
  const units = yield* readPassages(
    numbered ? shown.lines : content.lines,
    inputWords(task.input),
    numbered ? numbersOf(shown) : undefined,
  );
  const found = yield* trimmedInTurns(units, numbered ? shown.source : content.text, task);
  if (!found || found.text.length > content.text.length * WORTH) return undefined;
  return numbered ? { ...found, text: [...shown.before, found.text, ...shown.after].join('\n') } : found;
}

/** The numbers that a tool printed before the lines; one more behind the last. */
function numbersOf(shown: Listing): (row: number) => number {
  const last = shown.lines.length - 1;
  return (row) => (row > last ? shown.numberOf(last) + 1 : shown.numberOf(row));
}

/**
 * Takes out white space that says nothing (fill between words, padding of table cells, ends of lines, runs of blank lines)
 * and says repeated long paragraphs once: `[lines 40-46 again]`.
 */
function* packText(content: Content): InTurns<Shorter | undefined> {
  const { lines } = content;
  const printed: string[] = [];
  const seen = new Map<string, string>();
  let last = 0;
  for (const block of yield* readBlocks(lines)) {
    yield;
    if (block.from > last && printed.length > 0) printed.push('');
    printed.push(printOnce(block, lines, seen));
    last = block.to;
  }
  const text = printed.join('\n');
  return text.trim().length > 0 && text.length < content.text.length * WORTH_PACKING
    ? { kind: 'packed', text }
    : undefined;
}

function printOnce(block: Block, lines: readonly string[], seen: Map<string, string>): string {
  const source = lines.slice(block.from, block.to).join('\n');
  if (block.kind === 'tagged') return source;
  const tidy = block.kind === 'code' ? source : tidySpaces(source, block.kind).trimEnd();
  if (tidy.length < LONG_PARAGRAPH || block.kind !== 'paragraph') return tidy;
  const earlier = seen.get(tidy);
  if (earlier) return `[${earlier} again]`;
  seen.set(tidy, block.to - block.from > 1 ? `lines ${block.from + 1}-${block.to}` : `line ${block.from + 1}`);
  return tidy;
}
