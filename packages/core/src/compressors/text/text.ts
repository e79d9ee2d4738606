import type { Compressor, Shorter, Task } from '../../model/compressor.js';
import type { Content } from '../../model/content.js';
import { extract } from '../../reading/extract.js';
import { inputWords } from '../../reading/query-terms.js';
import { shareToKeep } from '../../reading/share-to-keep.js';
import { estimate } from '../../tokens/estimate.js';
import { matchText } from './match-text.js';
import { packText } from './pack-text.js';

const SMALL = 100;
const SHORT = 600;

/** Shortens prose: markdown, manual pages, specifications, retrieved chunks, plain text. Whole sentences only. */
export function text(): Compressor {
  return { name: 'text', match: matchText, compress };
}

function compress(content: Content, task: Task): Shorter | undefined {
  const size = estimate(content.text);
  if (size < SMALL || content.text.trim().length === 0) return undefined;
  const packed = packText(content);
  if (task.mode === 'lossless' || size < SHORT) return packed;
  return trim(content, task, size) ?? packed;
}

function trim(content: Content, task: Task, size: number): Shorter | undefined {
  const found = extract(content.text, content.lines, {
    query: task.query,
    hints: inputWords(task.input),
    share: shareToKeep(size, task),
  });
  if (!found || found.text.trim().length === 0 || found.text.length > content.text.length * 0.92) return undefined;
  const { passages, keptPassages, sections, keptSections } = found;
  const whole = sections - keptSections;
  const summary = `${passages - keptPassages} of ${passages} passages${whole > 0 ? ` (${whole} of ${sections} sections whole)` : ''}`;
  return { kind: 'trimmed', text: found.text, omitted: { summary } };
}
