import type { Compressor, Shorter, Task } from '../../model/compressor.js';
import type { Content } from '../../model/content.js';
import type { InTurns } from '../../model/in-turns.js';
import { extract } from '../../reading/extract.js';
import { atOnce } from '../../reading/in-turns.js';
import { type Listing, readListing } from '../../reading/listing.js';
import { isNaturalLanguage } from '../../reading/prose.js';
import { inputWords } from '../../reading/query-terms.js';
import { shareToKeep } from '../../reading/share-to-keep.js';
import { estimateInTurns } from '../../tokens/estimate.js';
import { matchText } from './match-text.js';
import { packText } from './pack-text.js';

const SMALL = 100;
/** Passages of a text below this many tokens are left out only where the model can ask for them. */
const SHORT = 3000;
const SHORT_WITH_RETRIEVAL = 600;
const WORTH = 0.92;

/** Shortens prose: markdown, manual pages, specifications, retrieved chunks, plain text. Whole sentences only. */
export function text(): Compressor {
  return {
    name: 'text',
    match: matchText,
    compress: (content, task) => atOnce(compress(content, task)),
    inTurns: compress,
  };
}

function* compress(content: Content, task: Task): InTurns<Shorter | undefined> {
  const size = yield* estimateInTurns(content.text);
  if (size < SMALL || content.text.trim().length === 0) return undefined;
  const shortest = task.retrievable ? SHORT_WITH_RETRIEVAL : SHORT;
  const mayTrim =
    task.mode !== 'lossless' && size >= shortest && (yield* isNaturalLanguage(readListing(content.lines).lines));
  const trimmed = mayTrim ? yield* trim(content, task, size) : undefined;
  return trimmed ?? (yield* packText(content));
}

function* trim(content: Content, task: Task, size: number): InTurns<Shorter | undefined> {
  yield;
  const shown = readListing(content.lines);
  const numbered = /[→\t|]/.test(shown.gutterOf(0));
  const source = numbered ? shown.source : content.text;
  const found = yield* extract(source, numbered ? shown.lines : content.lines, {
    query: task.query,
    hints: inputWords(task.input),
    share: shareToKeep(size, task),
    ...(numbered ? { lineNumber: numbersOf(shown) } : {}),
  });
  if (!found || found.text.trim().length === 0 || found.text.length > content.text.length * WORTH) return undefined;
  const { passages, keptPassages, sections, keptSections } = found;
  const whole = sections - keptSections;
  const summary = `${passages - keptPassages} of ${passages} passages${whole > 0 ? ` (${whole} of ${sections} sections whole)` : ''}`;
  const text = numbered ? [...shown.before, found.text, ...shown.after].join('\n') : found.text;
  return { kind: 'trimmed', licence: 'passages', text, omitted: { summary } };
}

/** The numbers that a tool printed before the lines; one more behind the last. */
function numbersOf(shown: Listing): (row: number) => number {
  const last = shown.lines.length - 1;
  return (row) => (row > last ? shown.numberOf(last) + 1 : shown.numberOf(row));
}
