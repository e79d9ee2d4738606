import type { Task } from '../../model/compressor.js';
import type { InTurns } from '../../model/in-turns.js';
import { isAbout } from '../../question/is-about.js';
import { readQuery } from '../../question/query-terms.js';
import { type DecisiveColumn, decisiveRows } from '../../reading/decisive-rows.js';
import { type Column, countValues, numbersOf } from '../columns.js';
import { WHOLE } from '../unit.js';
import type { Vote, Voter } from '../units.js';

const MANY_VALUES = 40;

/** Of the units that are records: those that look like their neighbours and decide all the same. */
export function* decisive(columns: readonly Column[], units: readonly number[], task: Task): InTurns<Voter> {
  const { words, wants } = readQuery(task.query);
  const facts: DecisiveColumn[] = [];
  for (const column of columns) {
    const isAll = units.length === column.values.length;
    const own = isAll ? column : { name: column.name, values: units.map((unit) => column.values[unit]) };
    const numbers = numbersOf(own)?.values;
    facts.push({
      texts: isFull(own.values) ? own.values : own.values.map((value) => value ?? ''),
      numbers: numbers && !isSerial(numbers) ? numbers : undefined,
      isAsked: isAsked(own, task.query, words),
    });
    yield;
  }
  const rows = yield* decisiveRows(facts, { max: wants.has('max'), min: wants.has('min') }, task.query);
  const votes: Vote[] = rows.map((row) => ({ unit: units[row]!, depth: WHOLE }));
  return { reason: 'decisive', most: 'all', votes: () => votes };
}

function isAsked(column: Column, query: string, words: readonly string[]): boolean {
  if (column.isAsked ?? isAbout(query, column.name)) return true;
  const values = countValues(column, MANY_VALUES);
  return values.size <= MANY_VALUES && [...values.keys()].some((value) => words.includes(value.toLowerCase()));
}

const isFull = (values: Column['values']): values is readonly string[] => !values.includes(undefined);

/** A count of the rows measures nothing. */
function isSerial(numbers: Float64Array): boolean {
  return numbers.every((number, i) => i === 0 || number === numbers[i - 1]! + 1);
}
