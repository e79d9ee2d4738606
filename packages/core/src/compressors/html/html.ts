import type { Compressor, Shorter, Task } from '../../model/compressor.js';
import type { Content } from '../../model/content.js';
import type { InTurns } from '../../model/in-turns.js';
import { inputWords, readQuery } from '../../question/query-terms.js';
import { isMarkdown } from '../../reading/is-markdown.js';
import { isHtmlName } from '../../reading/tagged-ranges.js';
import { estimateInTurns } from '../../tokens/estimate.js';
import { compressorInTurns, trimmedInTurns } from '../../units/compressor-of.js';
import { readPassages } from '../../units/passages.js';
import { askedMarkup, asksForParts } from './asked-markup.js';
import { htmlToText, type PageText } from './html-to-text.js';
import { attributeOf, type HtmlToken, scanHtml } from './scan-html.js';

const SAMPLE = 6000;
const TAG = /<\/?([A-Za-z][A-Za-z0-9]{0,12})(?=[\s/>])/g;
const SHORT = 600;
const WORTH = 0.92;
const ASKS_LINKS = /\b(?:links?|urls?|href|download|address|where can|site|page)\b/i;

/** Shortens web pages: the readable text in markdown's notation, and of long pages what the question is about. */
export function html(): Compressor {
  return compressorInTurns({ name: 'html', ceiling: 0.95, match: matchHtml, inTurns: compress });
}

/** How surely a text is a web page or a piece of one, by its beginning. */
function matchHtml(content: Content): number {
  const sample = content.text.slice(0, SAMPLE);
  const start = sample.trimStart();
  const first = start.slice(0, 200).toLowerCase();
  if (first.startsWith('<!doctype html') || first.startsWith('<html')) return 0.95;
  if (first.startsWith('<svg') || (first.startsWith('<?xml') && !/<html|xhtml/i.test(sample))) return 0;
  if (/^(?:http\/\d|<!--|<\?xml|<head|<body)/.test(first) && /<(?:!doctype html|html|head|body)[\s>]/i.test(sample))
    return 0.93;
  // A README may begin with a centred logo and is no page for that.
  if (!start.startsWith('<') || isMarkdown(content.lines)) return 0;
  const tags = [...sample.matchAll(TAG)];
  const closed = tags.filter(([tag]) => tag.startsWith('</')).length;
  const known = tags.filter(([, name]) => !/^[A-Z].*[a-z]/.test(name!) && isHtmlName(name!)).length;
  if (known < 6 || closed < 2 || tags.length - known > known * 0.3) return 0;
  if (
    /^<(?:template|script)[\s>]/.test(first) &&
    /export default|<script setup|^[ \t]*import .+ from /m.test(content.text.slice(0, 20_000))
  )
    return 0.2;
  const marked = tags.reduce((sum, [tag]) => sum + tag.length, 0);
  return marked > sample.length * 0.04 ? 0.88 : 0.5;
}

function* compress(content: Content, task: Task): InTurns<Shorter | undefined> {
  if (task.mode === 'lossless') return undefined;
  const source = content.text;
  const tokens = yield* scanHtml(source);
  const showsLinks = ASKS_LINKS.test(task.query);
  const page = yield* htmlToText(source, tokens, {
    links: showsLinks,
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
  const passages = shown?.kind === 'trimmed' ? ` and, of the page, ${shown.omitted.summary}` : '';
  const links = showsLinks ? 0 : linksIn(source, tokens).length;
  const hidden = links > 0 ? ` with the ${links === 1 ? 'address of a link' : `addresses of ${links} links`}` : '';
  return { kind: 'trimmed', licence: 'passages', text: printed, omitted: { summary: `markup${hidden}${passages}` } };
}

/** Where the links of a page lead, each once; not those within it. */
function linksIn(source: string, tokens: readonly HtmlToken[]): readonly string[] {
  const links = tokens.filter(({ kind, name }) => kind === 'open' && name === 'a');
  const addresses = links.map((token) => attributeOf(source, token, 'href')?.trim() ?? '');
  return [...new Set(addresses.filter((href) => href !== '' && !/^(?:#|javascript:)/i.test(href)))];
}

function* choose(whole: string, page: PageText, content: Content, task: Task): InTurns<Shorter | undefined> {
  if ((yield* estimateInTurns(whole, SHORT)) < SHORT) return undefined;
  const lineOf = (line: number): number => (page.origins[line] ?? content.lines.length) + 1;
  const units = yield* readPassages(page.lines, inputWords(task.input), lineOf);
  return yield* trimmedInTurns(units, whole, task);
}

/** Names of the question that stand in the source but not in what a reader sees. */
function missingNames(source: string, seen: string, query: string): string[] {
  return readQuery(query)
    .names.slice(0, 8)
    .filter((name) => name.length > 2 && source.includes(name) && !seen.includes(name));
}
