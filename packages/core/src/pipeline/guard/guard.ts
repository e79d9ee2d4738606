import type { Shorter, Task } from '../../model/compressor.js';
import type { Content } from '../../model/content.js';
import type { InTurns } from '../../model/in-turns.js';
import { type NumberedView, readNumberedView } from '../../packs/numbered-view.js';
import { trimEndOf } from '../../reading/trim-end.js';
import { askedRows } from './asked-rows.js';
import { type LineCensus, readLines } from './line-groups.js';
import { type Must, mustKeep, type Reason } from './must-keep.js';
import { Page } from './page.js';
import { readSettings } from './setting-rows.js';
import { WordsShown } from './words-shown.js';

type Trimmed = Extract<Shorter, { kind: 'trimmed' }>;

const FEWEST_LINES = 8;
const LONGEST_MEAN = 1200;
/** What is put back may take this share of the original's characters, or so many. */
const ROOM_SHARE = 0.12;
const LEAST_ROOM = 1200;
/** In longer words of a user most names are instructions; as many of their rows come back as fit. */
const LONGEST_QUESTION = 1500;
const MOST_FOREIGN = 0.5;
const FEW_ASKED = 8;
const ORDER: Readonly<Record<Reason, number>> = { asked: 0, fault: 1, end: 2, extreme: 3, rare: 4 };
const PATTERN_KEYS = ['pattern', 'query', 'regex', 'search', 'filter', 'needle', 'keyword'];

/**
 * Looks at a trimmed text without knowing who trimmed it. What the original alone says must survive and does not is put back,
 * whole lines with their numbers behind the text; where that would be too much the text was no candidate for trimming, and
 * undefined comes back. One scan of both texts.
 */
export function* guard(
  trimmed: Trimmed,
  { text: original, lines, json }: Content,
  task: Task,
): InTurns<Trimmed | undefined> {
  const shown = trimmed.licence === 'words' ? new WordsShown(trimmed.text, lines, task) : undefined;
  if (shown && !(yield* shown.keepsAll())) return undefined;
  const unseen = task.failed ? undefined : trimmed;
  const { comment } = trimmed.omitted;
  if (task.failed && comment !== undefined) return undefined;
  if (lines.length < FEWEST_LINES || original.length > lines.length * LONGEST_MEAN || json !== undefined) return unseen;
  const census = yield* readLines(original, lines);
  const { filled } = census;
  if (filled.length < FEWEST_LINES) return unseen;
  yield;
  const page = yield* Page.read(trimmed.text, census.words);
  if (trimmed.licence === 'repeats' && (yield* page.foreign(census)) > filled.length * MOST_FOREIGN) return undefined;
  const settings = yield* readSettings(census);
  // Settings are of one shape, but each is a fact of its own.
  if (settings && (settings.isShort || trimmed.licence === 'repeats')) return undefined;
  const question = questionOf(task);
  const musts = [
    ...(comment === undefined ? yield* mustKeep(census, question, task.failed) : yield* fewAsked(census, question)),
    ...(settings?.empty ?? []).map((row): Must => ({ row, reason: 'rare' })),
  ];
  const view = readNumberedView(lines);
  const isBlank = (row: number): boolean => view !== undefined && view.rows[row]!.body.trim() === '';
  const missing = musts.filter(
    ({ row, or = [] }) => !isBlank(row) && ![row, ...or].some((one) => (shown ?? page).shows(lines[one]!)),
  );
  if (missing.length === 0) return trimmed;
  const room = Math.max(LEAST_ROOM, original.length * ROOM_SHARE);
  const needed: ReadonlySet<Reason> = new Set([
    ...(task.query.length <= LONGEST_QUESTION ? (['asked'] as const) : []),
    ...(task.failed ? (['fault'] as const) : []),
  ]);
  const back = fitting(missing, lines, room, needed);
  if (!back) return undefined;
  const rows = [...new Set(back)].sort((a, b) => a - b);
  const numbered = rows.map(numberedBy(lines, view, task.firstLine ?? 1));
  // Behind the sign of a comment a line out of its place breaks no syntax.
  const sign = comment === undefined ? '' : `${comment} `;
  const listed = ['[Of what is left out, by line:]', ...numbered].map((line) => sign + line);
  const text = [trimEndOf(trimmed.text, /\n/), ...listed].join('\n');
  const summary = `${trimmed.omitted.summary}; ${rows.length} of these lines ${rows.length === 1 ? 'is' : 'are'} listed by number`;
  return { ...trimmed, text, omitted: { ...trimmed.omitted, summary } };
}

/** Of code and settings, cut along their syntax, only what is asked for and stands in few lines is certain to be missed. */
function* fewAsked(census: LineCensus, question: string): InTurns<readonly Must[]> {
  const rows = yield* askedRows(census, question);
  return rows.length <= FEW_ASKED ? rows.map((row): Must => ({ row, reason: 'asked' })) : [];
}

/** A row with its number in the whole text; where a tool has printed numbers, with that. */
function numberedBy(
  lines: readonly string[],
  view: NumberedView | undefined,
  firstLine: number,
): (row: number) => string {
  return (row) => {
    const line = lines[row]!.trimEnd();
    if (!view) return `${firstLine + row}: ${line}`;
    const { number, body } = view.rows[row]!;
    return number === undefined ? line : `${number}: ${body.trimEnd()}`;
  };
}

/** The rows to put back, the strongest reasons first; undefined where one that is needed would be missing. */
function fitting(
  missing: readonly Must[],
  lines: readonly string[],
  room: number,
  needed: ReadonlySet<Reason>,
): number[] | undefined {
  const rows: number[] = [];
  let left = room;
  for (const { row, reason } of [...missing].sort((a, b) => ORDER[a.reason] - ORDER[b.reason] || a.row - b.row)) {
    left -= lines[row]!.length + 8;
    if (left < 0) {
      if (needed.has(reason)) return undefined;
      continue;
    }
    rows.push(row);
  }
  return rows;
}

/** What is asked of a text: the user's words, and the pattern that a call looks for. */
export function questionOf({ query, input }: Task): string {
  return `${query} ${patternOf(input)}`;
}

function patternOf(input: unknown): string {
  if (input === null || typeof input !== 'object') return '';
  return PATTERN_KEYS.map((key) => (input as Record<string, unknown>)[key])
    .filter((value): value is string => typeof value === 'string')
    .join(' ');
}
