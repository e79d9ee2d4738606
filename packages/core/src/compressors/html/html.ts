import type { Compressor, Shorter, Task } from '../../model/compressor.js';
import type { Content } from '../../model/content.js';
import { extract } from '../../reading/extract.js';
import { inputWords } from '../../reading/query-terms.js';
import { shareToKeep } from '../../reading/share-to-keep.js';
import { estimate } from '../../tokens/estimate.js';
import { htmlToText } from './html-to-text.js';
import { matchHtml } from './match-html.js';

const SHORT = 600;
const ASKS_LINKS = /\b(?:links?|urls?|href|download|address|where can|site|page)\b/i;

/** Shortens web pages: the readable text in markdown's notation, and of long pages what the question is about. */
export function html(): Compressor {
  return { name: 'html', match: matchHtml, compress };
}

function compress(content: Content, task: Task): Shorter | undefined {
  if (task.mode === 'lossless') return undefined;
  const page = htmlToText(content.text, ASKS_LINKS.test(task.query));
  const text = page.lines.join('\n').trim();
  if (text.length === 0 || text.length >= content.text.length) return undefined;
  const size = estimate(text);
  const shorter =
    size < SHORT
      ? undefined
      : extract(page.lines.join('\n'), page.lines, {
          query: task.query,
          hints: inputWords(task.input),
          share: shareToKeep(size, task),
          lineNumber: (line) => (page.origins[line] ?? content.lines.length) + 1,
        });
  if (!shorter || shorter.text.length > text.length * 0.92)
    return { kind: 'trimmed', text, omitted: { summary: 'markup' } };
  const { passages, keptPassages } = shorter;
  return {
    kind: 'trimmed',
    text: shorter.text,
    omitted: { summary: `markup and ${passages - keptPassages} of ${passages} passages of the page` },
  };
}
