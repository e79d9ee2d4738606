import type { InTurns } from '../model/in-turns.js';
import { findChunkHeads } from './chunk-heads.js';
import { hashLevel, indentOf, isBlank, isCapitals, numberedLevel, underlineOf } from './headings.js';
import { findTagged, type Tagged } from './tagged-ranges.js';

export type BlockKind =
  | 'heading'
  | 'paragraph'
  | 'item'
  | 'entry'
  | 'code'
  | 'table'
  | 'source'
  | 'tagged'
  | 'rule'
  | 'contents'
  | 'aside';

/** A piece of a document, in whole lines: `from` to `to` (exclusive). */
export interface Block {
  readonly kind: BlockKind;
  readonly from: number;
  readonly to: number;
  readonly indent: number;
  /** Depth of a heading, 0 for the head of a retrieved chunk; -1 for other kinds. */
  readonly level: number;
  /** The heading, list item or option entry it stands under; -1 at the top. */
  readonly parent: number;
}

const ITEM = /^\s*(?:[-*+•‣▪●]|\(?(?:\d{1,3}|[a-zA-Z])[.)])[ \t]+\S/;
const OPTION = /^\s*-{1,2}[A-Za-z0-9?#@][^\n]*$/;
const DESCRIBED = /\S(?: {2}|\t)\s*\S/;
const TABLE_RULE = /^[ \t]{0,3}\|?[ \t:|]*-[ \t:|-]*$/;
const LINK_ITEM = /\]\(#[^)\]]*\)\s*$/;
const LINK_TARGET = /^\[[^\]\n]{1,200}\]:[ \t]+\S+/;
const PAGE_FOOT = /\[Page [\divxlc]+\]\s*$/;

/** Reads a document (markdown, manual page, numbered or underlined sections, retrieved chunks, plain prose) into blocks. */
export function* readBlocks(lines: readonly string[]): InTurns<readonly Block[]> {
  const before = known.get(lines);
  if (before) return before;
  const tagged = yield* findTagged(lines);
  const reader = new BlockReader(lines, tagged);
  yield;
  const blocks = yield* reader.read();
  known.set(lines, blocks);
  return blocks;
}

/** Whether a text is prose is asked before its passages are read. */
const known = new WeakMap<readonly string[], readonly Block[]>();

class BlockReader {
  readonly #blocks: Block[] = [];
  readonly #headings: number[] = [];
  readonly #owners: number[] = [];
  readonly #underlines: string[] = [];
  readonly #chunks: ReadonlyMap<number, number>;
  readonly #hashed: boolean;
  readonly #manual: boolean;

  constructor(
    private readonly lines: readonly string[],
    private readonly tagged: Tagged,
  ) {
    this.#chunks = findChunkHeads(lines);
    this.#hashed = lines.some((line) => hashLevel(line) > 0);
    this.#manual = !this.#hashed && lines.some((line, i) => isCapitals(line) && indentOf(lines[i + 1] ?? '') >= 3);
  }

  *read(): InTurns<Block[]> {
    const { lines } = this;
    const ranges = [...this.tagged.ranges].reverse();
    for (let i = 0; i < lines.length; ) {
      const range = ranges[ranges.length - 1];
      if (range && range.from <= i) {
        ranges.pop();
        if (range.to > i) i = this.#add('tagged', i, range.to);
        continue;
      }
      yield;
      if (isBlank(lines[i])) i++;
      else i = this.#take(i, range?.from ?? lines.length);
    }
    return this.#blocks;
  }

  /** Takes the block that starts at a line and returns the line behind it; never goes past `limit`. */
  #take(i: number, limit: number): number {
    const line = this.lines[i] ?? '';
    const span = this.#chunks.get(i);
    if (span !== undefined) return this.#add('source', i, Math.min(i + span, limit), 0);
    if (this.tagged.containerLines.has(i) && line.length < 400) return this.#add('source', i, i + 1, 0);
    const start = line.trimStart();
    if (start.startsWith('```') || start.startsWith('~~~'))
      return this.#add('code', i, this.#fenceEnd(i, start.slice(0, 3), limit));
    const aside = this.#asideEnd(i, start, limit);
    if (aside > i) return this.#add('aside', i, aside);
    const heading = this.#heading(i, limit);
    if (heading) return this.#add('heading', i, heading.to, heading.level);
    if (
      line.includes('|') &&
      i + 1 < limit &&
      TABLE_RULE.test(this.lines[i + 1] ?? '') &&
      (this.lines[i + 1] ?? '').includes('|')
    )
      return this.#add(
        'table',
        i,
        this.#while(i + 2, limit, (next) => next.includes('|')),
      );
    if (underlineOf(start) || PAGE_FOOT.test(line.slice(-40)) || start.startsWith('[//]'))
      return this.#add('rule', i, i + 1);
    if (ITEM.test(line.slice(0, 80))) return this.#item(i, limit);
    if (this.#isEntry(i)) return this.#add('entry', i, this.#entryEnd(i, limit));
    return this.#add('paragraph', i, this.#paragraphEnd(i, limit));
  }

  #add(kind: BlockKind, from: number, to: number, level = -1): number {
    const indent = indentOf(this.lines[from] ?? '');
    const parent = this.#parentFor(level, indent);
    const index = this.#blocks.length;
    this.#blocks.push({ kind, from, to: Math.max(to, from + 1), indent, level, parent });
    if (level >= 0) this.#headings.push(index);
    else if (kind === 'item' || kind === 'entry') this.#owners.push(index);
    return Math.max(to, from + 1);
  }

  #parentFor(level: number, indent: number): number {
    if (level >= 0) {
      while (this.#headings.length > 0 && (this.#blocks[this.#headings.at(-1) ?? 0]?.level ?? 0) >= level)
        this.#headings.pop();
      this.#owners.length = 0;
    } else {
      while (this.#owners.length > 0 && (this.#blocks[this.#owners.at(-1) ?? 0]?.indent ?? 0) >= indent)
        this.#owners.pop();
      const owner = this.#owners.at(-1);
      if (owner !== undefined) return owner;
    }
    return this.#headings.at(-1) ?? -1;
  }

  #heading(i: number, limit: number): { to: number; level: number } | undefined {
    const line = this.lines[i] ?? '';
    const hashes = hashLevel(line);
    if (hashes > 0) return { to: i + 1, level: hashes };
    const next = i + 1 < limit ? this.lines[i + 1] : undefined;
    const before = isBlank(this.lines[i - 1]) || this.#blocks.at(-1)?.to === i;
    const over = underlineOf(line);
    if (over && next && next.length < 120 && !isBlank(next) && i + 2 < limit && underlineOf(this.lines[i + 2]) === over)
      return { to: i + 3, level: this.#underlineLevel(`${over}${over}`) };
    const under = before && line.length < 120 && !ITEM.test(line) && !over ? underlineOf(next) : undefined;
    if (under && (next ?? '').trimEnd().length >= line.trim().length * 0.6 && !/[|]/.test(line))
      return { to: i + 2, level: this.#underlineLevel(under) };
    if (this.#hashed || !before) return undefined;
    if (isCapitals(line) && (this.#manual ? !isBlank(next) && indentOf(next ?? '') > 0 : isBlank(next)))
      return { to: i + 1, level: 1 };
    if (this.#manual && this.#isSubheading(line, next)) return { to: i + 1, level: 2 };
    const numbered = isBlank(next) ? numberedLevel(line) : 0;
    return numbered > 0 ? { to: i + 1, level: numbered } : undefined;
  }

  #isSubheading(line: string, next: string | undefined): boolean {
    const indent = indentOf(line);
    return (
      indent > 0 &&
      indent <= 4 &&
      line.length < 80 &&
      !isBlank(next) &&
      indentOf(next ?? '') > indent + 1 &&
      !/[.,;:]\s*$/.test(line) &&
      !ITEM.test(line)
    );
  }

  #underlineLevel(mark: string): number {
    if (!this.#underlines.includes(mark)) this.#underlines.push(mark);
    return this.#underlines.indexOf(mark) + 1;
  }

  /** Comments, pictures and link targets: read only when they are asked for. */
  #asideEnd(i: number, start: string, limit: number): number {
    if (start.startsWith('<!--')) {
      for (let l = i; l < limit && l < i + 200; l++) if ((this.lines[l] ?? '').includes('-->')) return l + 1;
      return i;
    }
    const isAside = (line: string) => LINK_TARGET.test(line) || line.startsWith('[![') || line.startsWith('![');
    return isAside(start) ? this.#while(i + 1, limit, (line) => isAside(line.trimStart())) : i;
  }

  #fenceEnd(i: number, mark: string, limit: number): number {
    for (let l = i + 1; l < limit; l++) if ((this.lines[l] ?? '').trimStart().startsWith(mark)) return l + 1;
    return this.#paragraphEnd(i, limit);
  }

  #item(i: number, limit: number): number {
    const indent = indentOf(this.lines[i] ?? '');
    let to = i + 1;
    while (
      to < limit &&
      !isBlank(this.lines[to]) &&
      !this.#opens(to) &&
      (indentOf(this.lines[to] ?? '') > indent || !this.#isEntry(to))
    )
      to++;
    if (!LINK_ITEM.test((this.lines[i] ?? '').slice(-200))) return this.#add('item', i, to);
    let end = to;
    while (
      end < limit &&
      LINK_ITEM.test((this.lines[end] ?? '').slice(-200)) &&
      ITEM.test((this.lines[end] ?? '').slice(0, 80))
    )
      end++;
    return end - i >= 4 ? this.#add('contents', i, end) : this.#add('item', i, to);
  }

  /** An option or a defined term whose text stands deeper on the next line, or behind it on the same line. */
  #isEntry(i: number): boolean {
    const line = this.lines[i] ?? '';
    if (line.length > 160) return false;
    if (OPTION.test(line)) return true;
    const next = this.lines[i + 1];
    return (
      !isBlank(next) &&
      line.length < 100 &&
      indentOf(next ?? '') >= indentOf(line) + 2 &&
      !ITEM.test(next ?? '') &&
      !/[.;{]\s*$/.test(line)
    );
  }

  /** Spellings of one option on lines of their own belong together, and to the deeper text behind them. */
  #entryEnd(i: number, limit: number): number {
    const indent = indentOf(this.lines[i] ?? '');
    let head = i;
    while (
      head + 1 < limit &&
      OPTION.test(this.lines[head] ?? '') &&
      !DESCRIBED.test(this.lines[head] ?? '') &&
      OPTION.test(this.lines[head + 1] ?? '') &&
      indentOf(this.lines[head + 1] ?? '') === indent
    )
      head++;
    return this.#while(head + 1, limit, (next) => indentOf(next) > indent && !OPTION.test(next));
  }

  #paragraphEnd(i: number, limit: number): number {
    let to = i + 1;
    while (to < limit && !isBlank(this.lines[to]) && !this.#opens(to) && !OPTION.test(this.lines[to] ?? '')) to++;
    return to;
  }

  /** Whether a line begins a block of its own even without a blank line before it. */
  #opens(l: number): boolean {
    const line = this.lines[l] ?? '';
    const start = line.slice(0, 80).trimStart();
    return (
      ITEM.test(line.slice(0, 80)) ||
      hashLevel(line) > 0 ||
      start.startsWith('```') ||
      start.startsWith('~~~') ||
      this.#chunks.has(l) ||
      this.tagged.containerLines.has(l)
    );
  }

  #while(from: number, limit: number, test: (line: string) => boolean): number {
    let to = from;
    while (to < limit && !isBlank(this.lines[to]) && test(this.lines[to] ?? '') && !this.#chunks.has(to)) to++;
    return to;
  }
}
