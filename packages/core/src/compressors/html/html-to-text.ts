import type { InTurns } from '../../model/in-turns.js';
import { itemsInTurns } from '../../reading/in-turns.js';
import { Page } from '../../units/page.js';
import { decodeEntities } from './entities.js';
import { PagePrinter } from './page-printer.js';
import { attributeOf, type HtmlToken } from './scan-html.js';
import { skipBoilerplate } from './skip-boilerplate.js';

/** A page as readable text, and the source line of each of its lines. */
export interface PageText {
  readonly lines: readonly string[];
  readonly origins: readonly number[];
}

/** What a reader wants besides the text: all links, the parts of a page that are usually skipped. */
export interface PageWants {
  readonly links: boolean;
  readonly parts: boolean;
}

const PARAGRAPHS = new Set(
  'p div section article main header aside blockquote figure figcaption address center fieldset details summary hr form body dl ul ol'.split(
    ' ',
  ),
);
const LINES = new Set('br dt option legend label caption'.split(' '));
const MANY_LINKS = 80;
const MAX_HREF = 90;
const MAX_INDENT = 8;

/** Reads a page as markdown-like text: headings, lists, links, tables as rows, code as it is; no scripts, menus or footers. */
export function* htmlToText(source: string, tokens: readonly HtmlToken[], wants: PageWants): InTurns<PageText> {
  const { links, parts } = wants;
  const skipped = yield* skipBoilerplate(source, tokens, !parts);
  yield;
  const reduced = yield* new PageReader(source, tokens, skipped, links).read();
  if (parts || size(reduced) >= 200) return reduced;
  const scriptsOnly = yield* skipBoilerplate(source, tokens, false);
  const whole = yield* new PageReader(source, tokens, scriptsOnly, links).read();
  return size(whole) > 2 * size(reduced) ? whole : reduced;
}

function size(page: PageText): number {
  return page.lines.reduce((sum, line) => sum + line.length, 0);
}

interface OpenTable {
  readonly cells: string[];
  cell: PagePrinter | undefined;
  rows: number;
}

class PageReader {
  #out = new PagePrinter();
  readonly #tables: OpenTable[] = [];
  readonly #outer: PagePrinter[] = [];
  readonly #lists: { ordered: boolean; count: number }[] = [];
  #links: boolean;
  #href = '';
  #line = 0;
  #pre = -1;

  constructor(
    private readonly source: string,
    private readonly tokens: readonly HtmlToken[],
    private readonly skipped: Uint8Array,
    wantsLinks: boolean,
  ) {
    this.#links = wantsLinks;
  }

  *read(): InTurns<PageText> {
    let links = 0;
    yield* itemsInTurns(this.tokens, (token, t) => {
      if (token.kind === 'open' && token.name === 'a' && !this.skipped[t]) links++;
    });
    this.#links ||= links <= MANY_LINKS;
    let titled = false;
    const page = new Page(this.source);
    for (const [t, token] of this.tokens.entries()) {
      if ((t & 63) === 63) yield;
      if (this.skipped[t]) continue;
      this.#line = page.lineAt(token.from);
      const inTitle = this.tokens[t - 1]?.kind === 'open' && this.tokens[t - 1]?.name === 'title';
      if (token.kind === 'text') {
        if (!inTitle) this.#text(token);
        else if (!titled) {
          titled = true;
          this.#out.flow(`Title: ${decodeEntities(this.source.slice(token.from, token.to)).trim()}`, this.#line);
          this.#out.breakParagraph();
        }
      } else if (token.kind === 'open') this.#open(token);
      else this.#close(token);
    }
    while (this.#tables.length > 0) this.#endTable();
    this.#out.breakLine();
    return { lines: this.#out.lines, origins: this.#out.origins };
  }

  #text(token: HtmlToken): void {
    const text = decodeEntities(this.source.slice(token.from, token.to));
    if (this.#pre >= 0) this.#code += text;
    else this.#out.flow(text, this.#line);
  }

  #code = '';

  #open(token: HtmlToken): void {
    const { name } = token;
    if (this.#pre >= 0) {
      if (name === 'br') this.#code += '\n';
      return;
    }
    if (name === 'pre') {
      this.#pre = this.#line;
      this.#code = '';
    } else if (/^h[1-6]$/.test(name)) {
      this.#out.breakParagraph();
      this.#out.mark(`${'#'.repeat(Number(name[1]))} `, this.#line);
    } else if (name === 'li') this.#item();
    else if (name === 'ul' || name === 'ol') {
      if (this.#lists.length === 0) this.#out.breakParagraph();
      this.#lists.push({ ordered: name === 'ol', count: 0 });
    } else if (name === 'dd') this.#out.mark('    ', this.#line);
    else if (name === 'table') this.#tables.push({ cells: [], cell: undefined, rows: 0 });
    else if (name === 'tr') this.#endRow();
    else if (name === 'td' || name === 'th') this.#startCell();
    else if (name === 'a') this.#href = this.#hrefOf(token);
    else if (name === 'img') this.#image(token);
    else if (name === 'meta') this.#meta(token);
    else if (PARAGRAPHS.has(name)) this.#paragraph();
    else if (LINES.has(name)) this.#out.breakLine();
  }

  #close(token: HtmlToken): void {
    const { name } = token;
    if (name === 'pre' && this.#pre >= 0) this.#endCode();
    else if (this.#pre >= 0) return;
    else if (/^h[1-6]$/.test(name)) this.#out.breakParagraph();
    else if (name === 'ul' || name === 'ol') {
      this.#lists.pop();
      this.#out.breakLine();
      if (this.#lists.length === 0) this.#out.breakParagraph();
    } else if (name === 'a') {
      if (this.#href !== '') this.#out.flow(` (${this.#href})`, this.#line);
      this.#href = '';
    } else if (name === 'table') this.#endTable();
    else if (name === 'tr') this.#endRow();
    else if (name === 'td' || name === 'th') this.#endCell();
    else if (name === 'title' || name === 'li' || LINES.has(name) || name === 'dd') this.#out.breakLine();
    else if (PARAGRAPHS.has(name)) this.#paragraph();
  }

  #paragraph(): void {
    if (this.#lists.length > 0 || this.#tables.length > 0) this.#out.breakLine();
    else this.#out.breakParagraph();
  }

  #item(): void {
    const list = this.#lists[this.#lists.length - 1];
    if (list) list.count++;
    const indent = '  '.repeat(Math.min(MAX_INDENT, Math.max(0, this.#lists.length - 1)));
    this.#out.mark(`${indent}${list?.ordered ? `${list.count}.` : '-'} `, this.#line);
  }

  #endCode(): void {
    const origin = this.#pre;
    this.#pre = -1;
    const code = this.#code.replace(/^\s*\n/, '').trimEnd();
    if (code === '') return;
    if (!code.includes('\n') && this.#tables.length > 0) this.#out.flow(code, origin);
    else {
      this.#out.breakParagraph();
      const fence = code.includes('```') ? '````' : '```';
      this.#out.verbatim(`${fence}\n${code}\n${fence}`, origin, this.#line > origin ? 1 : 0);
      this.#out.breakParagraph();
    }
  }

  #hrefOf(token: HtmlToken): string {
    if (!this.#links) return '';
    const href = decodeEntities(attributeOf(this.source, token, 'href') ?? '').trim();
    return href === '' || href.length > MAX_HREF || href.startsWith('#') || /^javascript:/i.test(href) ? '' : href;
  }

  #image(token: HtmlToken): void {
    const alt = decodeEntities(attributeOf(this.source, token, 'alt') ?? '').trim();
    if (alt.length > 2) this.#out.flow(`[image: ${alt}]`, this.#line);
  }

  #meta(token: HtmlToken): void {
    const name = attributeOf(this.source, token, 'name') ?? '';
    if (name.toLowerCase() !== 'description') return;
    const description = decodeEntities(attributeOf(this.source, token, 'content') ?? '').trim();
    if (description !== '') this.#out.flow(`Description: ${description}`, this.#line);
    this.#out.breakParagraph();
  }

  #startCell(): void {
    const table = this.#tables[this.#tables.length - 1];
    if (!table) {
      this.#out.breakLine();
      return;
    }
    this.#endCell();
    this.#outer.push(this.#out);
    this.#out = table.cell = new PagePrinter();
  }

  #endCell(): void {
    const table = this.#tables[this.#tables.length - 1];
    if (!table?.cell) return;
    table.cell.breakLine();
    const lines = table.cell.lines.filter((line) => line !== '');
    table.cells.push(lines.length > 3 ? table.cell.lines.join('\n') : lines.join('; '));
    table.cell = undefined;
    this.#out = this.#outer.pop() ?? this.#out;
  }

  #endRow(): void {
    const table = this.#tables[this.#tables.length - 1];
    if (!table) return;
    this.#endCell();
    const cells = table.cells.splice(0);
    if (cells.every((cell) => cell === '')) return;
    if (table.rows === 0) this.#out.breakParagraph();
    const layout = cells.some((cell) => cell.includes('\n') || cell.length > 600) || cells.length < 2;
    if (layout) {
      for (const cell of cells) if (cell !== '') this.#out.verbatim(cell, this.#line, 0);
      if (cells.length > 1) this.#out.breakParagraph();
    } else this.#out.verbatim(`| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`, this.#line, 0);
    if (table.rows === 0 && !layout) this.#out.verbatim(`|${'---|'.repeat(cells.length)}`, this.#line, 0);
    table.rows++;
  }

  #endTable(): void {
    this.#endRow();
    this.#endCell();
    this.#tables.pop();
    this.#out.breakParagraph();
  }
}
