import type { InTurns } from '../../model/in-turns.js';
import { decodeEntities } from './entities.js';
import { attributeOf, type HtmlToken } from './scan-html.js';

const ASKED: readonly (readonly [RegExp, readonly string[]])[] = [
  [/\bscripts?\b|javascript|\banalytics\b|\bbundles?\b/i, ['script']],
  [/\bstyle ?sheets?\b|\bcss\b|\bfavicon\b|\bcanonical\b|\bpreload\b/i, ['link']],
  [/\bmeta\b|\bopen ?graph\b|\bog:|\bviewport\b|\bcharset\b/i, ['meta']],
  [
    /\bforms?\b|\binputs?\b|\bfields?\b|\bbuttons?\b|\bsubmit|\bcsrf\b|\bplaceholder\b|\bcheckbox/i,
    ['form', 'input', 'select', 'textarea', 'button'],
  ],
  [/\bimages?\b|\bpictures?\b|\bimg\b|\blogo\b/i, ['img']],
  [/\biframes?\b|\bembed/i, ['iframe', 'embed', 'object']],
];
const ASKS_PARTS =
  /\b(?:nav(?:igation|bar)?|menus?|footers?|headers?|sidebars?|breadcrumbs?|cookies?|banners?|links?|newsletter|social|dialogs?|modals?|hidden)\b/i;
const TOKENS_A_TURN = 1024;
const MAX_TAGS = 30;
const MAX_TAG = 300;
const AROUND = 100;

/** Whether a question is about parts of a page that readers usually skip, such as its menu or footer. */
export function asksForParts(query: string): boolean {
  return ASKS_PARTS.test(query);
}

/**
 * Tags that a question is about and that readable text does not show: forms and their fields, scripts, stylesheets, and
 * whatever holds a name of the question (an id, a class, an attribute) that the text has lost.
 */
export function* askedMarkup(
  source: string,
  tokens: readonly HtmlToken[],
  query: string,
  missing: readonly string[],
): InTurns<string[]> {
  const names = new Set(ASKED.filter(([asks]) => asks.test(query)).flatMap(([, tags]) => tags));
  const found: string[] = [];
  for (const [t, token] of tokens.entries()) {
    if (found.length >= MAX_TAGS) break;
    if (t % TOKENS_A_TURN === 0) yield;
    if (token.kind !== 'open' || token.to - token.from > 20_000) continue;
    const tag = source.slice(token.from, token.to);
    const named = missing.some((name) => tag.includes(name));
    if (!named && !(names.has(token.name) && tag.includes(' '))) continue;
    if (token.name === 'script' && !named && attributeOf(source, token, 'src') === undefined) continue;
    const next = tokens[t + 1];
    const label =
      next?.kind === 'text' && next.to - next.from < 80 ? decodeEntities(source.slice(next.from, next.to)).trim() : '';
    const short = tag.length > MAX_TAG ? `${tag.slice(0, MAX_TAG).replace(/[\ud800-\udbff]$/, '')}…` : tag;
    found.push(`${short}${label}`.replace(/\s+/g, ' '));
  }
  for (const name of missing) if (!found.some((tag) => tag.includes(name))) found.push(surroundings(source, name));
  return found;
}

/** A stretch of the source around a name that stands in a script or a style. */
function surroundings(source: string, name: string): string {
  const at = source.indexOf(name);
  const from = Math.max(0, at - AROUND);
  const piece = source.slice(from, at + name.length + AROUND).replace(/\s+/g, ' ');
  return `…${piece.replace(/^[\udc00-\udfff]|[\ud800-\udbff]$/g, '')}…`;
}
