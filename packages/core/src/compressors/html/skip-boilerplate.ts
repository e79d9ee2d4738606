import type { InTurns } from '../../model/in-turns.js';
import { itemsInTurns } from '../../reading/in-turns.js';
import { attributeOf, type HtmlToken } from './scan-html.js';

const ALWAYS = new Set(
  'script style template svg iframe object embed canvas audio video map select datalist dialog'.split(' '),
);
const PAGE_PARTS = new Set(['nav', 'footer', 'form']);
const ROLES = new Set(['navigation', 'banner', 'contentinfo', 'search', 'menu', 'menubar', 'dialog', 'alertdialog']);
const CLASSES =
  /(?:^|[\s_-])(?:cookie|cookies|consent|gdpr|newsletter|subscribe|breadcrumbs?|skip-?(?:link|nav|to-content)|navbar|nav-?menu|sidebar-?nav|site-?(?:nav|footer|header)|social|share-?(?:buttons|links|bar)|advert(?:isement)?|ads|popup|modal|toolbar|pagination|headerlink|editsection|mw-jump-link|noprint|related-posts|sr-only|visually-hidden)(?:$|[\s_-])/i;
const TOKENS_A_TURN = 1024;
const VOID = new Set('area base br col embed hr img input link meta param source track wbr'.split(' '));

/**
 * Marks the tokens that are not content: scripts, styles, navigation, footers, banners about cookies, hidden parts. An
 * element that is never closed is not skipped. Linear: closing tags are matched in one pass.
 */
export function* skipBoilerplate(source: string, tokens: readonly HtmlToken[], all: boolean): InTurns<Uint8Array> {
  const skipped = new Uint8Array(tokens.length);
  const ends = yield* matchEnds(tokens);
  let main = 0;
  for (let t = 0; t < tokens.length; t++) {
    if (t % TOKENS_A_TURN === 0) yield;
    const token = tokens[t];
    if (token?.kind !== 'open' || token.selfClosing || VOID.has(token.name)) continue;
    if (token.name === 'main' || token.name === 'article') main = Math.max(main, ends[t] ?? 0);
    const end = ends[t] ?? -1;
    if (end < 0) continue;
    const drop =
      ALWAYS.has(token.name) ||
      (all && token.name !== 'body' && token.name !== 'html' && isPagePart(source, token, t < main));
    if (!drop) continue;
    skipped.fill(1, t, end + 1);
    t = end;
  }
  return skipped;
}

function isPagePart(source: string, token: HtmlToken, inMain: boolean): boolean {
  if (PAGE_PARTS.has(token.name)) return token.name !== 'form' || !inMain;
  if (token.to - token.from < token.name.length + 4) return false;
  const tag = source.slice(token.from, Math.min(token.to, token.from + 600)).toLowerCase();
  const attribute = (name: string, word = name): string | undefined =>
    tag.includes(word) ? attributeOf(source, token, name) : undefined;
  if (ROLES.has(attribute('role')?.toLowerCase() ?? '')) return true;
  if (attribute('hidden') !== undefined || attribute('aria-hidden', 'hidden') === 'true') return true;
  if (/display\s*:\s*none/.test(attribute('style', 'display') ?? '')) return true;
  return ['class', 'id'].some((name) => CLASSES.test(attributeOf(source, token, name) ?? ''));
}

/** Index of the closing tag of every opening tag; -1 where there is none. */
function* matchEnds(tokens: readonly HtmlToken[]): InTurns<Int32Array> {
  const ends = new Int32Array(tokens.length).fill(-1);
  const open = new Map<string, number[]>();
  yield* itemsInTurns(tokens, (token, t) => {
    if (token.kind === 'text' || token.selfClosing || VOID.has(token.name)) return;
    const places = open.get(token.name);
    if (token.kind === 'open') {
      if (places) places.push(t);
      else open.set(token.name, [t]);
    } else {
      const start = places?.pop();
      if (start !== undefined) ends[start] = t;
    }
  });
  return ends;
}
