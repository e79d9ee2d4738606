import type { Shorter } from '../../model/compressor.js';
import type { Content } from '../../model/content.js';
import type { InTurns } from '../../model/in-turns.js';
import { type Block, readBlocks } from '../../reading/blocks.js';
import { tidySpaces } from '../../reading/tidy-spaces.js';

const LONG_PARAGRAPH = 200;
const WORTH = 0.98;

/**
 * Takes out white space that says nothing (fill between words, padding of table cells, ends of lines, runs of blank lines)
 * and says repeated long paragraphs once: `[lines 40-46 again]`.
 */
export function* packText(content: Content): InTurns<Shorter | undefined> {
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
  return text.trim().length > 0 && text.length < content.text.length * WORTH ? { kind: 'packed', text } : undefined;
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
