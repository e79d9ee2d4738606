import type { LineEdit } from '../../reading/edit-lines.js';
import type { Outline, Span } from './outline.js';

/** How much of comments stays. */
export interface CommentRules {
  /** Rows of the question's words. */
  readonly hits: Uint8Array;
  /** True for rows of which documentation stays nearly whole: those of the units the question is about. */
  readonly isFocus: (row: number) => boolean;
  readonly numberOf: (row: number) => number;
  readonly aggressive: boolean;
}

interface Group extends Span {
  /** What closes it on its last row, '' for line comments. */
  readonly close: string;
}

const DECORATION = /^\s*(?:\/\*+!?|\*+(?!\/)|\/\/+[!/]?|#+!?|[rubRUB]{0,2}(?:"""|'''))?[ \t]?/;
const TAG =
  /^(?:@|:\w+|(?:Args|Arguments|Parameters|Params|Returns?|Raises|Throws|Yields|Examples?|Notes?|See also|Usage|Attributes|Panics|Errors|Safety|Deprecated)\b.{0,20}:|#+ |```|~~~|[-=*]{4,})/i;
const EXAMPLE = /^(?:@example|@see|@link|(?:#+ )?Examples?\b|```|>>> |~~~)/i;
const PRECIOUS =
  /@deprecated|\bdeprecated:|\.\. deprecated|@throws|\b(?:TODO|FIXME|XXX|HACK|BUG|SAFETY)\b|eslint-|@ts-|noqa|type:|pragma|go:|nolint|@flow|@jsx|coding[:=]/i;
const LICENCE = /copyright|licen[sc]e|spdx|all rights reserved/i;
const SENTENCE = /[.!?:](?=\s|$)/g;
const WORTH_CHARACTERS = 60;
const FOCUS_CHARACTERS = 1000;

/** Comment rows that belong together: one block comment, or line comments on rows in sequence. */
function groupsOf(outline: Outline, lines: readonly string[]): Group[] {
  const groups: Group[] = [];
  for (const span of outline.comments) {
    const first = (lines[span.from] ?? '').trimStart();
    if (!/^(?:\/\/|#|\/\*)/.test(first)) continue;
    const close = first.startsWith('/*') ? '*/' : '';
    if (close && !(lines[span.to] ?? '').trimEnd().endsWith('*/')) continue;
    const last = groups.at(-1);
    if (!close && last && last.close === '' && last.to === span.from - 1)
      groups[groups.length - 1] = { ...last, to: span.to };
    else groups.push({ ...span, close });
  }
  for (const span of outline.docstrings) {
    const close = /("""|''')\s*$/.exec(lines[span.to] ?? '')?.[1];
    if (close) groups.push({ ...span, close });
  }
  return groups;
}

interface Paragraph extends Span {
  readonly head: string;
  readonly example: boolean;
}

function wordsOf(line: string, close: string): string {
  const bare = line.replace(/\r$/, '').replace(DECORATION, '');
  const text = bare.trim();
  return close && text.endsWith(close) ? text.slice(0, -close.length).trim() : text;
}

function paragraphsOf(group: Group, words: readonly string[]): Paragraph[] {
  const found: Paragraph[] = [];
  let start = -1;
  let fenced = false;
  const end = (row: number): void => {
    if (start < 0) return;
    const head = words[start - group.from] ?? '';
    const example = EXAMPLE.test(head) || (found.at(-1)?.example === true && !TAG.test(head));
    found.push({ from: start, to: row - 1, head, example });
    start = -1;
  };
  for (let row = group.from; row <= group.to; row++) {
    const text = words[row - group.from] ?? '';
    const fence = /^(?:```|~~~)/.test(text);
    if (!fenced && (text === '' || TAG.test(text))) end(row);
    if (fence) fenced = !fenced;
    if (text !== '' && start < 0) start = row;
  }
  end(group.to + 1);
  return found;
}

/** Rows a comment keeps; the first paragraph may end within a row, at its first sentence. */
function keptRows(
  group: Group,
  words: readonly string[],
  rules: CommentRules,
  focus: boolean,
): { kept: Set<number>; cutAt?: { row: number; column: number } } {
  const kept = new Set<number>();
  const paragraphs = paragraphsOf(group, words);
  const keep = (span: Span): void => {
    for (let row = span.from; row <= span.to; row++) kept.add(row);
  };
  const licence = group.from < 4 && words.some((text) => LICENCE.test(text));
  let room = focus ? FOCUS_CHARACTERS : 0;
  let cutAt: { row: number; column: number } | undefined;
  for (const [i, paragraph] of paragraphs.entries()) {
    const rows = paragraph.to - paragraph.from + 1;
    const size = words
      .slice(paragraph.from - group.from, paragraph.to - group.from + 1)
      .reduce((sum, text) => sum + text.length, 0);
    const hit = rules.hits.subarray(paragraph.from, paragraph.to + 1).includes(1);
    const precious = words
      .slice(paragraph.from - group.from, paragraph.to - group.from + 1)
      .some((text) => PRECIOUS.test(text));
    if (i === 0 && !licence) {
      if (rows <= 2 || focus || hit) keep(paragraph);
      else cutAt = firstSentence(paragraph, group, words, keep);
      room -= size;
    } else if (i === 0) keep({ from: paragraph.from, to: paragraph.from });
    else if (precious && rows <= 6) keep(paragraph);
    else if (hit && rows <= 8 && !rules.aggressive) keep(paragraph);
    else if (!paragraph.example && size <= room && !licence) {
      keep(paragraph);
      room -= size;
    }
  }
  return cutAt ? { kept, cutAt } : { kept };
}

function firstSentence(
  paragraph: Paragraph,
  group: Group,
  words: readonly string[],
  keep: (span: Span) => void,
): { row: number; column: number } | undefined {
  for (let row = paragraph.from; row <= paragraph.to; row++) {
    keep({ from: row, to: row });
    const text = words[row - group.from] ?? '';
    for (const match of text.matchAll(SENTENCE)) {
      const end = match.index + 1;
      if (/(?:\b(?:e\.g|i\.e|etc|vs|cf|resp|approx|Mr|Dr)|\b[A-Z])\.$/.test(text.slice(0, end))) continue;
      if (text[match.index] === ':' && end < text.length) continue;
      return end < text.length ? { row, column: end } : undefined;
    }
  }
  return undefined;
}

/** Shortens long comments and docstrings to what they say first, what the question asks for and what warns. */
export function cutComments(outline: Outline, lines: readonly string[], rules: CommentRules): LineEdit[] {
  const edits: LineEdit[] = [];
  for (const group of groupsOf(outline, lines)) {
    if (group.to - group.from < 2) continue;
    const words = lines.slice(group.from, group.to + 1).map((line) => wordsOf(line, group.close));
    const { kept, cutAt } = keptRows(group, words, rules, rules.isFocus(group.to));
    for (const edit of editsOf(group, lines, words, kept, cutAt, rules)) edits.push(edit);
  }
  return edits;
}

/** Rows of a comment that go, and the row whose words the note follows. */
interface Drop extends Span {
  /** A kept row that takes the note, so that it costs no row of its own. */
  readonly noteAt: number | undefined;
  /** What closes the comment, when its last row goes. */
  readonly close: string;
}

function dropsOf(
  group: Group,
  lines: readonly string[],
  words: readonly string[],
  kept: ReadonlySet<number>,
  cutRow: number,
): Drop[] {
  const drops: Drop[] = [];
  const isBare = (row: number): boolean => (words[row - group.from] ?? '') === '';
  let taken = -1;
  for (let row = group.from; row <= group.to; row++) {
    if (kept.has(row) && row !== cutRow) continue;
    if (!kept.has(row) && row === group.from && isBare(row)) continue;
    let from = row;
    while (row < group.to && !kept.has(row + 1)) row++;
    const ends = row === group.to && group.close !== '';
    const to = ends && isBare(row) && row > from ? row - 1 : row;
    while (from < to && from !== cutRow && isBare(from)) from++;
    const characters = lines.slice(from, to + 1).reduce((sum, line) => sum + line.trim().length, 0);
    if (to - from < 1 || characters < WORTH_CHARACTERS) continue;
    let above = from - 1;
    while (above > taken && above >= group.from && isBare(above)) above--;
    const noteAt = from !== cutRow && above > taken && kept.has(above) ? above : undefined;
    drops.push({ from, to, noteAt, close: ends && to === row ? group.close : '' });
    taken = to;
  }
  return drops;
}

function editsOf(
  group: Group,
  lines: readonly string[],
  words: readonly string[],
  kept: ReadonlySet<number>,
  cutAt: { row: number; column: number } | undefined,
  rules: CommentRules,
): LineEdit[] {
  return dropsOf(group, lines, words, kept, cutAt?.row ?? -1).map(({ from, to, noteAt, close }) => {
    const note = `… lines ${rules.numberOf(from)}-${rules.numberOf(to)} left out${close ? ` ${close}` : ''}`;
    if (noteAt !== undefined) return { from: noteAt, to, lines: [`${(lines[noteAt] ?? '').trimEnd()} ${note}`] };
    const opening = DECORATION.exec(lines[from] ?? '')?.[0].replace(/\r$/, '') ?? '';
    const start = /\S$/.test(opening) ? `${opening} ` : opening;
    const said = from === cutAt?.row ? `${(words[from - group.from] ?? '').slice(0, cutAt.column)} ` : '';
    return { from, to, lines: [`${start}${said}${note}`] };
  });
}
