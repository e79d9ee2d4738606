import type { Task } from '../../model/compressor.js';
import type { InTurns } from '../../model/in-turns.js';
import { isAbout } from '../../question/is-about.js';
import { readQuery } from '../../question/query-terms.js';
import { type Asked, type AskedWord, readAsked } from '../../units/asked.js';
import type { Column } from '../../units/columns.js';
import { saidMeasures } from '../../units/said-measures.js';
import type { Fault, Unit } from '../../units/unit.js';
import { askedExtremes } from '../../units/votes/column.js';
import { spread } from '../../units/votes/rare.js';
import { faultsOf } from './faults.js';
import type { Field } from './field.js';

/** Rows of a table as units, and what a question asks of them. */
export interface Rows {
  readonly text: string;
  readonly list: readonly Unit[];
  readonly columns: readonly Column[];
  readonly asked: Asked;
  /** The few rows the answer most likely needs. */
  readonly key: readonly number[];
}

const MOST_KEY_ROWS = 7;
const OF_A_REASON = 6;
const FEW_FAULTS = 5;
const MOST_FAULTS = 8;
/** A word, or a name, that more rows hold answers nothing by itself. */
const FEW = { word: { rows: 3, share: 0.02 }, name: { rows: 8, share: 0.06 } };
const WEIGHT_OF_NAME = 3;

/** Reads the rows of a table: `texts` is what can be searched of each. */
export function* readRows(texts: readonly string[], fields: readonly Field[], task: Task): InTurns<Rows> {
  const faults = faultsByRow(texts.length, fields);
  yield;
  let from = 0;
  const list = texts.map((line, row): Unit => {
    const start = from;
    from += line.length + 1;
    const fault = faults[row];
    return { from: start, to: from, parent: -1, what: 'row', ...(fault ? { fault } : {}) };
  });
  const text = texts.join('\n');
  yield;
  const read = columnsOf(fields, task.query);
  const asked = askedOf(yield* readAsked({ text, list }, task), read, list.length);
  yield;
  const columns = [...read, ...saidMeasures(asked, list)];
  const scores = scoresOf(asked, list.length);
  const telling = new Set(
    asked.words.filter((word) => isTelling(word, asked, list.length)).flatMap(({ units }) => units),
  );
  const best = [...telling].sort((a, b) => scores.get(b)! - scores.get(a)! || a - b);
  const ends = Array.from(askedExtremes(asked, columns), ({ unit }) => unit);
  const reported = [...faults.keys()].filter((row) => faults[row] === 'reported');
  const isUrgent = asked.terms.wants.has('errors') || reported.length <= FEW_FAULTS;
  const urgent = isUrgent ? spread(reported, MOST_FAULTS) : [];
  const key = new Set([...best.slice(0, OF_A_REASON), ...ends.slice(0, OF_A_REASON), ...urgent]);
  return { text, list, columns, asked, key: [...key].slice(0, MOST_KEY_ROWS) };
}

/** Where the question is about none that measures, an end that it asks for may be that of any. */
function columnsOf(fields: readonly Field[], query: string): Column[] {
  const flat = fields.filter(({ column }) => !column.nested);
  const isUnnamed = !flat.some(({ name, known }) => known.numbers && isAbout(query, name));
  return isUnnamed ? flat.map((field) => ({ ...field, isUnnamed })) : flat;
}

/** Of words that many rows hold those of the question: "which service" means the column, and a call names where it looked. */
function askedOf(read: Asked, columns: readonly Column[], size: number): Asked {
  const names = new Set(columns.flatMap(({ name }) => name.toLowerCase().split(/[^a-z0-9]+/)));
  const said = read.query.toLowerCase();
  const isSaid = (word: string): boolean => !names.has(word) && said.includes(word);
  const words = read.words.filter((word) => isTelling(word, read, size) || isSaid(word.word.toLowerCase()));
  return { ...read, terms: { ...read.terms, wants: readQuery(read.query).wants }, words };
}

const isName = (word: string, { terms }: Asked): boolean => terms.names.includes(word) || terms.values.includes(word);

/** Whether few of so many rows hold a word. */
function isTelling({ word, units }: AskedWord, asked: Asked, size: number): boolean {
  const { rows, share } = isName(word, asked) ? FEW.name : FEW.word;
  return units.length <= Math.max(rows, size * share);
}

/** How well rows fit the question: rare words and names count most. */
function scoresOf(asked: Asked, size: number): Map<number, number> {
  const scores = new Map<number, number>();
  for (const { word, units } of asked.words) {
    const rarity = Math.log(1 + size / (units.length + 0.5)) * (isName(word, asked) ? WEIGHT_OF_NAME : 1);
    for (const unit of units) scores.set(unit, (scores.get(unit) ?? 0) + rarity);
  }
  return scores;
}

/** The worst that any column says of a row; what most rows have is no fault. */
function faultsByRow(size: number, fields: readonly Field[]): readonly (Fault | undefined)[] {
  const worst = new Uint8Array(size);
  for (const field of fields) {
    const faults = faultsOf(field);
    if (!faults) continue;
    let strong = 0;
    for (const fault of faults) if (fault === 2) strong += 1;
    const cap = strong > size * 0.5 ? 1 : 2;
    for (let row = 0; row < size; row++) worst[row] = Math.max(worst[row]!, Math.min(faults[row]!, cap));
  }
  return Array.from(worst, (fault) => (fault === 2 ? 'reported' : fault === 1 ? 'suspected' : undefined));
}
