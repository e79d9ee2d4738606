import type { InTurns } from '../../model/in-turns.js';
import type { Question } from '../../question/question.js';
import { type DecisiveColumn, decisiveRows } from '../../reading/decisive-rows.js';
import { askedExtremes, type Matches, matchQuestion } from './match-question.js';
import type { Profile } from './profile.js';
import { companionRows, faultRows, numericRows, rareRows } from './signal-rows.js';

/** What is searched for signals: the columns and texts of a table's rows. */
export interface Searchable {
  readonly size: number;
  readonly profiles: readonly Profile[];
  readonly texts: readonly string[];
}

/** Why rows of a table matter, each list with the most important rows first. */
export interface Signals extends Matches {
  /** Extreme values the question asks for. */
  readonly asked: readonly number[];
  /** Rows that look like their neighbours: ends of groups, twins, those that lack something. */
  readonly decisive: readonly number[];
  /** Reported faults by structure, and by words only. */
  readonly faults: readonly number[];
  readonly suspects: readonly number[];
  /** Rows that share a name with a fault: the other events of a failed test, request or job. */
  readonly companions: readonly number[];
  readonly rare: readonly number[];
  /** Outliers and change points. */
  readonly numeric: readonly number[];
  /** The few rows the answer most likely needs. */
  readonly key: readonly number[];
}

const MAX_KEY_ROWS = 7;

/** Finds everything that makes rows of a table matter to a question. */
export function* readSignals(table: Searchable, question: Question): InTurns<Signals> {
  const matches = matchQuestion(table, question);
  yield;
  const asked = askedExtremes(table, question);
  yield;
  const { strong, weak } = faultRows(table);
  const urgent = question.wants.has('errors') || strong.length <= 5 ? spreadOver(strong, 8) : [];
  const key = new Set([...matches.named.slice(0, 6), ...asked.slice(0, 6), ...urgent]);
  yield;
  const companions = question.wants.has('errors') ? companionRows(table, strong) : [];
  yield;
  const rare = rareRows(table);
  yield;
  const decisive = yield* decisiveRows(
    table.profiles.filter(({ column }) => !column.nested).map((profile) => decisiveColumn(profile, question)),
    { max: question.wants.has('max'), min: question.wants.has('min') },
    question.text,
  );
  yield;
  return {
    ...matches,
    asked,
    decisive,
    faults: strong,
    suspects: weak,
    companions,
    rare,
    numeric: numericRows(table),
    key: [...key].slice(0, MAX_KEY_ROWS),
  };
}

function decisiveColumn(
  { column, texts, numbers, isSequence, isDate, categories }: Profile,
  question: Question,
): DecisiveColumn {
  const isMeasure = numbers !== undefined && !isSequence && !isDate;
  const isAsked = question.about(column.path) || [...(categories?.keys() ?? [])].some((value) => question.names(value));
  return { texts, numbers: isMeasure ? numbers : undefined, isAsked };
}

/** At most `limit` of the given rows, evenly over them, first and last included. */
export function spreadOver(rows: readonly number[], limit: number): readonly number[] {
  if (rows.length <= limit) return rows;
  return Array.from({ length: limit }, (_, i) => rows[Math.round((i * (rows.length - 1)) / (limit - 1))]!);
}
