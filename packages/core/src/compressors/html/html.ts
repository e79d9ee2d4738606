import type { Compressor, Shorter, Task } from '../../model/compressor.js';
import type { Content } from '../../model/content.js';
import type { InTurns } from '../../model/in-turns.js';
import { type Extract, extract } from '../../reading/extract.js';
import { atOnce } from '../../reading/in-turns.js';
import { inputWords, readQuery } from '../../reading/query-terms.js';
import { shareToKeep } from '../../reading/share-to-keep.js';
import { estimateInTurns } from '../../tokens/estimate.js';
import { askedMarkup, asksForParts } from './asked-markup.js';
import { htmlToText, type PageText } from './html-to-text.js';
import { matchHtml } from './match-html.js';
import { scanHtml } from './scan-html.js';

const SHORT = 600;
const WORTH = 0.92;
const ASKS_LINKS = /\b(?:links?|urls?|href|download|address|where can|site|page)\b/i;

/** Shortens web pages: the readable text in markdown's notation, and of long pages what the question is about. */
export function html(): Compressor {
  return {
    name: 'html',
    match: matchHtml,
    compress: (content, task) => atOnce(compress(content, task)),
    inTurns: compress,
  };
}

function* compress(content: Content, task: Task): InTurns<Shorter | undefined> {
  if (task.mode === 'lossless') return undefined;
  const source = content.text;
  const tokens = yield* scanHtml(source);
  const page = yield* htmlToText(source, tokens, {
    links: ASKS_LINKS.test(task.query),
    parts: asksForParts(task.query),
  });
  const text = page.lines.join('\n').trim();
  const whole = page.lines.join('\n');
  yield;
  const asked = yield* askedMarkup(source, tokens, task.query, missingNames(source, whole, task.query));
  if (text.length + asked.length === 0) return undefined;
  yield;
  const found = yield* choose(whole, page, content, task);
  const shown = found && found.text.length < text.length * WORTH ? found : undefined;
  const printed = [shown?.text ?? text, ...(asked.length > 0 ? ['', 'In the markup:', ...asked] : [])]
    .join('\n')
    .trim();
  if (printed.length >= source.length * WORTH) return undefined;
  const passages = shown ? ` and ${shown.passages - shown.keptPassages} of ${shown.passages} passages of the page` : '';
  return { kind: 'trimmed', licence: 'passages', text: printed, omitted: { summary: `markup${passages}` } };
}

function* choose(whole: string, page: PageText, content: Content, task: Task): InTurns<Extract | undefined> {
  const size = yield* estimateInTurns(whole);
  if (size < SHORT) return undefined;
  return yield* extract(whole, page.lines, {
    query: task.query,
    hints: inputWords(task.input),
    share: shareToKeep(size, task),
    lineNumber: (line) => (page.origins[line] ?? content.lines.length) + 1,
  });
}

/** Names of the question that stand in the source but not in what a reader sees. */
function missingNames(source: string, seen: string, query: string): string[] {
  return readQuery(query)
    .names.slice(0, 8)
    .filter((name) => name.length > 2 && source.includes(name) && !seen.includes(name));
}
