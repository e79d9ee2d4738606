import type { Compressor, Shorter, Task } from '../../model/compressor.js';
import type { Content } from '../../model/content.js';
import type { InTurns } from '../../model/in-turns.js';
import { meansToEdit, namesFile } from '../../question/edit-intent.js';
import { inputWords } from '../../question/query-terms.js';
import { applyEdits, type LineEdit, withoutOverlaps } from '../../reading/edit-lines.js';
import { eventually, itemsInTurns } from '../../reading/in-turns.js';
import { type Listing, readListing } from '../../reading/listing.js';
import { type Asked, readAsked } from './asked.js';
import { chooseUnits, findContainers } from './choose-units.js';
import { type BodyCut, bodyEdit, cutBodies } from './cut-bodies.js';
import { cutComments } from './cut-comments.js';
import { type Detected, detectLanguage, languageFor, pathOf } from './detect-language.js';
import { lineCommentOf } from './languages.js';
import type { Unit } from './outline.js';
import { type Reading, readSource } from './read-source.js';

const SHORTEST = 500;
const LONGEST = 2_000_000;
const WORTH = 0.93;

/**
 * Shortens source code by syntax: signatures, types, constants and what the question is about stay, other bodies give way
 * to a comment with their line numbers. The result still parses.
 */
export function code(): Compressor {
  return {
    name: 'code',
    ceiling: 0.85,
    match(content) {
      const start = content.text.slice(0, 200).trimStart();
      if (content.text.length < 40 || /^[{[]\s*["[{]|^</.test(start)) return 0;
      return look(content).detected.score;
    },
    compress: (content, task) => eventually(compress(content, task)),
    inTurns: compress,
  };
}

interface Look {
  readonly listing: Listing;
  readonly detected: Detected;
}

const looks = new WeakMap<Content, Look>();

/** What both `match` and `compress` want to know of a text. */
function look(content: Content): Look {
  let known = looks.get(content);
  if (!known) {
    const listing = readListing(content.lines);
    known = { listing, detected: detectLanguage(listing.lines) };
    looks.set(content, known);
  }
  return known;
}

function* compress(content: Content, task: Task): InTurns<Shorter | undefined> {
  if (task.mode === 'lossless' || content.text.length < SHORTEST || content.text.length > LONGEST) return undefined;
  const { listing, detected } = look(content);
  const path = pathOf(task.input);
  const read = yield* readSource(listing, languageFor(path, listing.fence, detected));
  if (!read) return undefined;
  yield;
  const asked = yield* readAsked(task, read.outline, listing.lines);
  yield;
  if (meansToEdit(task.query) && (asked.named.size > 0 || namesFile(task.query, path))) return undefined;
  return yield* shorten(content.text, { listing, read, asked, task });
}

interface Source {
  readonly listing: Listing;
  readonly read: Reading;
  readonly asked: Asked;
  readonly task: Task;
}

function* shorten(text: string, source: Source): InTurns<Shorter | undefined> {
  const { listing, read } = source;
  const { edits, cuts } = yield* planEdits(source);
  const free = withoutOverlaps(edits, listing.lines.length);
  yield;
  const { source: bare, shown } = yield* applyEdits(listing, free);
  if (shown.length > WORTH * text.length) return undefined;
  yield;
  if (!(yield* read.reads(bare))) return undefined;
  const summary = summaryOf(source, free, cuts);
  return { kind: 'trimmed', licence: 'rows', text: shown, omitted: { summary, comment: lineCommentOf(read.language) } };
}

/** The edits of a source, and those of them that cut bodies. */
function* planEdits({ listing, read, asked, task }: Source): InTurns<{ edits: LineEdit[]; cuts: BodyCut[] }> {
  const { lines } = listing;
  const { outline } = read;
  const aggressive = task.mode === 'aggressive';
  const containers = findContainers(outline, lines);
  yield;
  const whole = yield* chooseUnits(outline, asked, containers, lines, task, inputWords(task.input));
  yield;
  const shortRows = Math.round((aggressive ? 1 : 3) * Math.max(1, task.bias));
  const cuts = yield* cutBodies(outline, asked, lines, { whole, containers, shortRows });
  yield;
  const comment = lineCommentOf(read.language);
  const bodies: LineEdit[] = [];
  yield* itemsInTurns(cuts, (cut) => bodies.push(bodyEdit(cut, lines, comment, listing.numberOf)));
  yield;
  const protectedRows = new Uint8Array(lines.length + 1);
  for (const unit of whole) protectedRows.fill(1, unit.from, unit.to + 1);
  const isFocus = focusRows(whole, lines, lines.length);
  yield;
  const comments = cutComments(outline, lines, { hits: asked.hits, isFocus, numberOf: listing.numberOf, aggressive });
  yield;
  const docstrings = new Set(outline.docstrings.map((span) => span.from));
  const isFree = (edit: LineEdit): boolean =>
    !protectedRows.subarray(edit.from, edit.to + 1).includes(1) || docstrings.has(edit.from);
  return { edits: [...bodies, ...comments.filter(isFree)], cuts };
}

/** Documentation belongs to a unit when it stands right above it, attributes and decorators between them allowed, or in it. */
function focusRows(whole: ReadonlySet<Unit>, lines: readonly string[], rows: number): (row: number) => boolean {
  const focus = new Uint8Array(rows + 1);
  for (const unit of whole) {
    focus.fill(1, unit.from, unit.to + 1);
    let above = unit.from - 1;
    while (above >= 0 && unit.from - above < 6 && /^\s*(?:@|#\[|\[\[)/.test(lines[above] ?? '')) above--;
    if (above >= 0) focus[above] = 1;
  }
  return (row) => focus[row] === 1;
}

function summaryOf({ listing }: Source, edits: readonly LineEdit[], cuts: readonly BodyCut[]): string {
  const rows = edits.reduce((sum, edit) => sum + edit.to - edit.from + 1, 0);
  const bodyRows = cuts.reduce((sum, cut) => sum + cut.to - cut.from + 1, 0);
  const functions = new Set(cuts.map((cut) => cut.unit)).size;
  const parts = [`bodies of ${functions} ${functions === 1 ? 'function' : 'functions'} (${bodyRows} lines)`];
  if (rows > bodyRows) parts.push(`${rows - bodyRows} lines of comments`);
  return `${rows} of ${listing.lines.length} lines: ${parts.join(', ')}`;
}
