import { findTerms } from '../../question/find-terms.js';
import type { Question } from '../../question/question.js';
import { tokenize } from '../../question/stem.js';
import { extremesOf } from './outliers.js';
import type { Profile } from './profile.js';
import type { Searchable } from './signals.js';

/** Rows by what a question says of them, the best first. */
export interface Matches {
  /** Named outright: by an id, a name, a date, a rare word, a limit (`over 500`). */
  readonly named: readonly number[];
  /** All rows of a kind that the question asks to list. */
  readonly listed: readonly number[];
  /** Sharing words with the question. */
  readonly related: readonly number[];
}

/** How much more a name counts where it is all that a cell says. */
const WHOLE_CELL = 2;
const LONGEST_ROW = 4000;

/** Matches the words of a question with the rows; a word most rows share weighs nothing. */
export function matchQuestion(table: Searchable, question: Question): Matches {
  const { size } = table;
  const hits = findTerms(table.texts, question.terms);
  const scores = new Float64Array(size);
  const named = new Set<number>();
  const listed = new Set<number>();
  const columns = new Set(table.profiles.flatMap(({ column }) => tokenize(column.path.at(-1) ?? '')));
  question.terms.forEach((term, i) => {
    const rows = term.negated ? complement(hits[i]!, size) : hits[i]!;
    if (rows.length === 0 || rows.length === size || (term.negated && rows.length > size * 0.4)) return;
    const few = term.kind === 'word' ? Math.max(3, size * 0.02) : Math.max(8, size * 0.06);
    // "Which service" means the column, not the many values that have the word in them too.
    if (term.kind === 'word' && columns.has(term.text) && rows.length > few) return;
    const rarity = Math.log(1 + (size - rows.length + 0.5) / (rows.length + 0.5));
    for (const row of rows)
      scores[row] = scores[row]! + rarity * term.weight * (isWhole(table.texts[row]!, term) ? WHOLE_CELL : 1);
    if (term.weight < 1) return;
    if (rows.length <= few && named.size < 200) for (const row of rows) named.add(row);
    if (rows.length <= size * 0.5) for (const row of rows) listed.add(row);
  });
  for (const row of beyondLimits(table, question)) {
    named.add(row);
    scores[row] = scores[row]! + 3;
  }
  const ranked = rank(scores);
  const best = scores[ranked[0] ?? 0] ?? 0;
  if (best > 1.5) for (const row of ranked.slice(0, 12)) if (scores[row]! >= best * 0.8) named.add(row);
  const byScore = (a: number, b: number) => scores[b]! - scores[a]! || a - b;
  return { named: [...named].sort(byScore), listed: [...listed].sort(byScore), related: ranked.slice(0, 200) };
}

/** Whether a name or value is all that a cell says: `5.0.0` names that version and not `5.0.0-beta.1`. */
function isWhole(text: string, { kind, text: wanted }: Question['terms'][number]): boolean {
  if (kind === 'word' || text.length > LONGEST_ROW) return false;
  return `\t${text.toLowerCase().replaceAll('"', '')}\t`.includes(`\t${wanted}\t`);
}

function complement(rows: readonly number[], size: number): number[] {
  const has = new Set(rows);
  return Array.from({ length: size }, (_, row) => row).filter((row) => !has.has(row));
}

function rank(scores: Float64Array): number[] {
  const rows: number[] = [];
  scores.forEach((score, row) => {
    if (score > 0) rows.push(row);
  });
  return rows.sort((a, b) => scores[b]! - scores[a]! || a - b);
}

const measures = (profiles: readonly Profile[]) =>
  profiles.filter((profile) => profile.numbers && !profile.isDate && !profile.isSequence);

/** Rows beyond a limit that the question sets (`over 500 ms`, `less than 10`), when those rows are few. */
function beyondLimits(table: Searchable, question: Question): number[] {
  if (question.limits.length === 0) return [];
  const open = measures(table.profiles);
  const about = open.filter(({ column }) => question.about(column.path));
  const rows: number[] = [];
  for (const { value, above } of question.limits) {
    for (const { numbers } of (about.length > 0 ? about : open).slice(0, 12)) {
      const found: number[] = [];
      numbers!.forEach((number, row) => {
        if (above ? number >= value : number <= value) found.push(row);
      });
      const sign = above ? -1 : 1;
      found.sort((a, b) => sign * (numbers![a]! - numbers![b]!) || a - b);
      if (found.length <= table.size * 0.4) rows.push(...found.slice(0, 200));
    }
  }
  return rows;
}

/** Rows with the extreme values the question asks for; without a word on what, of every measurement. */
export function askedExtremes({ profiles }: Searchable, question: Question): number[] {
  const { wants } = question;
  const rows: number[] = [];
  const open = measures(profiles);
  const about = open.filter(({ column }) => question.about(column.path));
  const dates = profiles.filter(({ numbers, isDate, categories }) => numbers && isDate && categories?.size !== 1);
  const take = (chosen: readonly Profile[], count: number, smallest: boolean) => {
    for (const { numbers } of chosen.slice(0, 12)) rows.push(...extremesOf(numbers!, count, smallest));
  };
  const isAbout = about.length > 0;
  const count = isAbout ? question.top : 1;
  if (wants.has('max')) take(isAbout ? about : open, count, false);
  if (wants.has('min')) take(isAbout ? about : open, count, true);
  if (wants.has('first')) take(dates, question.top - 1, true);
  if (wants.has('last')) take(dates, question.top - 1, false);
  if (isAbout && wants.has('max')) take(open, 1, false);
  if (isAbout && wants.has('min')) take(open, 1, true);
  return rows;
}
