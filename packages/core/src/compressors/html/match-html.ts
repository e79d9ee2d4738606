import type { Content } from '../../model/content.js';
import { isMarkdown } from '../../reading/is-markdown.js';
import { isHtmlName } from '../../reading/tagged-ranges.js';

const SAMPLE = 6000;
const TAG = /<\/?([A-Za-z][A-Za-z0-9]{0,12})(?=[\s/>])/g;

/** How surely a text is a web page or a piece of one, by its beginning. */
export function matchHtml(content: Content): number {
  const sample = content.text.slice(0, SAMPLE);
  const start = sample.trimStart();
  const first = start.slice(0, 200).toLowerCase();
  if (first.startsWith('<!doctype html') || first.startsWith('<html')) return 0.95;
  if (first.startsWith('<svg') || (first.startsWith('<?xml') && !/<html|xhtml/i.test(sample))) return 0;
  if (/^(?:http\/\d|<!--|<\?xml|<head|<body)/.test(first) && /<(?:!doctype html|html|head|body)[\s>]/i.test(sample))
    return 0.93;
  // A README may begin with a centred logo and is no page for that.
  if (!start.startsWith('<') || isMarkdown(content.lines)) return 0;
  let known = 0;
  let closed = 0;
  let other = 0;
  let marked = 0;
  for (const found of sample.matchAll(TAG)) {
    const name = found[1] ?? '';
    if (/^[A-Z]/.test(name) && name !== name.toUpperCase()) other++;
    else if (isHtmlName(name)) known++;
    else other++;
    if (found[0].startsWith('</')) closed++;
    marked += found[0].length;
  }
  if (known < 6 || closed < 2 || other > known * 0.3) return 0;
  if (
    /^<(?:template|script)[\s>]/.test(first) &&
    /export default|<script setup|^[ \t]*import .+ from /m.test(content.text.slice(0, 20_000))
  )
    return 0.2;
  return marked > sample.length * 0.04 ? 0.88 : 0.5;
}
