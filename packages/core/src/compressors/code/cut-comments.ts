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
const SENTENCE = /[.!?](?=\s|$)|:$/;
const SHORT_FORM = /\b(?:e\.g|i\.e|etc|vs|cf|resp|approx|Mr|Dr|[A-Z])\./g;
const WORTH_CHARACTERS = 60;
const FOCUS_CHARACTERS = 600;

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
    found.push({ from: start, to: row - 1, example });
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

/** Rows that a comment keeps: what it says first, what the question asks for, what warns. */
function keptRows(group: Group, words: readonly string[], rules: CommentRules): ReadonlySet<number> {
  const kept = new Set<number>();
  const isFocus = rules.isFocus(group.to);
  const isLicence = group.from < 4 && words.some((text) => LICENCE.test(text));
  let room = isFocus ? FOCUS_CHARACTERS : 0;
  for (const [i, { from, to, example }] of paragraphsOf(group, words).entries()) {
    const own = words.slice(from - group.from, to - group.from + 1);
    const size = own.reduce((sum, text) => sum + text.length, 0);
    const isHit = rules.hits.subarray(from, to + 1).includes(1);
    let rows = 0;
    if (i === 0) rows = isLicence ? 1 : own.length <= 2 || isFocus || isHit ? own.length : firstSentence(own);
    else if (own.length <= 6 && own.some((text) => PRECIOUS.test(text))) rows = own.length;
    else if (own.length <= 8 && isHit && !rules.aggressive) rows = own.length;
    else if (!example && size <= room && !isLicence) rows = own.length;
    if (rows === own.length) room -= size;
    for (let row = from; row < from + rows; row++) kept.add(row);
  }
  return kept;
}

/** How many rows the first sentence takes. */
function firstSentence(words: readonly string[]): number {
  const end = words.findIndex((text) => SENTENCE.test(text.replace(SHORT_FORM, '')));
  return end < 0 ? words.length : end + 1;
}

/** Shortens long comments and docstrings to what they say first, what the question asks for and what warns. */
export function cutComments(outline: Outline, lines: readonly string[], rules: CommentRules): LineEdit[] {
  return groupsOf(outline, lines).flatMap((group) => {
    if (group.to - group.from < 2) return [];
    const words = lines.slice(group.from, group.to + 1).map((line) => wordsOf(line, group.close));
    return editsOf(group, lines, words, keptRows(group, words, rules), rules);
  });
}

function editsOf(
  group: Group,
  lines: readonly string[],
  words: readonly string[],
  kept: ReadonlySet<number>,
  { numberOf }: CommentRules,
): LineEdit[] {
  const edits: LineEdit[] = [];
  const isBare = (row: number): boolean => words[row - group.from] === '';
  for (let from = isBare(group.from) ? group.from + 1 : group.from; from <= group.to; from++) {
    if (kept.has(from)) continue;
    let to = from;
    while (to < group.to && !kept.has(to + 1)) to++;
    const [next, ends] = [to, to === group.to && group.close !== ''];
    if (ends && isBare(to)) to--;
    while (from < to && isBare(from)) from++;
    const characters = lines.slice(from, to + 1).reduce((sum, line) => sum + line.trim().length, 0);
    if (to > from && characters >= WORTH_CHARACTERS) {
      const opening = (DECORATION.exec(lines[from]!)?.[0] ?? '').replace(/\r$/, '').replace(/\S$/, '$& ');
      const close = ends && to === next ? ` ${group.close}` : '';
      edits.push({ from, to, lines: [`${opening}… lines ${numberOf(from)}-${numberOf(to)} left out${close}`] });
    }
    from = next;
  }
  return edits;
}
