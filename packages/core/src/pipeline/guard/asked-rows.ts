import type { InTurns } from '../../model/in-turns.js';
import { formsOf, isValueAt } from '../../question/asked-forms.js';
import { readQuery } from '../../question/query-terms.js';
import { linesInTurns } from '../../reading/in-turns.js';
import { headOf, type Lines, MANY } from './line-groups.js';

const MOST_NAMES = 24;
const MOST_ASKED = 60;
/** In so few rows even a plain word of the question is specific. */
const FEW = 3;
/** Of a value that more of all rows have nothing is told apart. */
const COMMON = 0.6;
const MOSTLY = 0.8;
const FEW_PHRASES = 12;
const MOST_PAIRS = 16;
const LONGEST_QUESTION = 1500;
const PAIR = /(?<![\p{L}\p{N}_])(?=([\p{L}\p{N}_]+) ([\p{L}\p{N}_]+))/gu;
/** `retraction length and speed` asks for the retraction speed too. */
const SHARED = /(?<![\p{L}\p{N}_])([\p{L}\p{N}_]+) ([\p{L}\p{N}_]+) (?:and|or) ([\p{L}\p{N}_]+)/gu;
const LITTLE = new Set(
  (
    'a an the and or of in on at to for from by with as is are was were be been it its this that these those i we you he she they ' +
    'do does did has have had can could will would should may might must not no if then than so but what which who when where why ' +
    'how there here any all each every some one my our your their out up into over me us them please show tell give find'
  ).split(' '),
);

/** The rows with a name, a value, a rare word or two words running of the question. */
export function* askedRows(
  { lines, rowsOf, known }: Pick<Lines, 'lines' | 'rowsOf' | 'known'>,
  question: string,
): InTurns<readonly number[]> {
  const { names, values, words } = readQuery(question);
  const rows = new Set<number>();
  for (const name of [...names, ...values].slice(0, MOST_NAMES)) {
    const hits = rowsWith(lines, name, rowsOf);
    if (hits.length <= MANY) for (const row of hits) rows.add(row);
  }
  for (const word of words) {
    if (word.length < 4) continue;
    for (const form of formsOf(word)) {
      const hits = rowsOf(form);
      if (hits.length <= FEW || (hits.length <= MANY && areValues(lines, hits, form)))
        for (const row of hits) rows.add(row);
    }
  }
  for (const row of yield* phraseRows(lines, rowsOf, question)) rows.add(row);
  for (const name of compoundsOf(question, known)) {
    const hits = rowsOf(name);
    if (hits.length <= FEW) for (const row of hits) rows.add(row);
  }
  return [...rows].sort((a, b) => a - b).slice(0, MOST_ASKED);
}

/** Whether a word is the value of a field in these rows, and not in most of all rows. */
function areValues(lines: readonly string[], rows: readonly number[], word: string): boolean {
  if (rows.length > lines.length * COMMON) return false;
  const places = rows.map((row) => ({ line: lines[row]!, at: lines[row]!.toLowerCase().indexOf(word) }));
  const values = places.filter(({ line, at }) => at >= 0 && isValueAt(line, word, [at]));
  return values.length >= rows.length * MOSTLY;
}

/** Rows where two words of the question stand side by side as they do there, a plain one and any other: `C library`. */
function* phraseRows(lines: readonly string[], rowsOf: Lines['rowsOf'], question: string): InTurns<readonly number[]> {
  if (question.length > LONGEST_QUESTION) return [];
  const hits = new Map<string, Set<number>>();
  const common: string[] = [];
  for (const pair of pairsOf(question)) {
    const rows = pair.map(rowsOf);
    const rarest = rows[0]!.length < rows[1]!.length ? rows[0]! : rows[1]!;
    const phrase = pair.join(' ');
    hits.set(phrase, new Set());
    if (rarest.length > MANY) common.push(phrase);
    else for (const row of rarest) note(wordsOf(phrase), lines[row]!, row, hits);
  }
  const any = wordsOf(common.join('|'));
  if (common.length > 0) yield* linesInTurns(lines, (line, row) => note(any, line, row, hits));
  return [...hits.values()].filter(({ size }) => size <= FEW_PHRASES).flatMap((rows) => [...rows]);
}

function wordsOf(phrases: string): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{N}_])(?:${phrases})(?![\\p{L}\\p{N}_])`, 'giu');
}

function note(phrases: RegExp, line: string, row: number, hits: ReadonlyMap<string, Set<number>>): void {
  for (const [phrase] of headOf(line).matchAll(phrases)) hits.get(phrase.toLowerCase())?.add(row);
}

/**
 * Names put together of two words that the question has side by side: `retract_length` where the retraction length is asked,
 * `uselongdouble` where long doubles are.
 */
function compoundsOf(question: string, known: readonly string[]): readonly string[] {
  const pairs = question.length > LONGEST_QUESTION ? [] : pairsOf(question.replace(SHARED, '$1 $2, $1 $3'));
  if (pairs.length === 0) return [];
  const begun = pairs.map((pair) => pair.map((word) => word.slice(0, Math.max(4, Math.ceil(word.length * 0.6)))));
  const pattern = new RegExp(`(?:^|_)(?:${begun.map(([a, b]) => `${a}[^\\W\\d_]*_${b}`).join('|')})`, 'u');
  const joined = pairs
    .filter((pair) => pair.every(({ length }) => length > 2))
    .map(([a, b]) => a + b.replace(/s$/, ''));
  const found = known.filter((name) =>
    name.includes('_') ? pattern.test(name) : joined.some((both) => name.length > 6 && name.includes(both)),
  );
  return found.length <= FEW_PHRASES ? found : [];
}

function pairsOf(question: string): readonly (readonly [string, string])[] {
  return [...question.toLowerCase().matchAll(PAIR)]
    .map(([, first, second]) => [first!, second!] as const)
    .filter((pair) => !pair.some((word) => LITTLE.has(word)) && pair.some(({ length }) => length >= 4))
    .slice(0, MOST_PAIRS);
}

/** Rows with a name as written; its rarest word says where to look. */
function rowsWith(lines: readonly string[], name: string, rowsOf: Lines['rowsOf']): readonly number[] {
  const parts = name.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? [];
  let rarest: readonly number[] | undefined;
  for (const part of parts) {
    const rows = rowsOf(part);
    if (!rarest || rows.length < rarest.length) rarest = rows;
  }
  if (!rarest || rarest.length > MANY) return rarest ?? [];
  const wanted = name.toLowerCase();
  return rarest.filter((row) => lines[row]!.toLowerCase().includes(wanted));
}
