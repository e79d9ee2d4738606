import type { Column } from '../columns.js';
import { WHOLE } from '../unit.js';
import type { Sight, Vote, Voter } from '../units.js';
import { asked, oftenAsked } from './asked.js';
import { columnVoters } from './column.js';
import { compared } from './compared.js';
import { everyFrame } from './frame.js';
import { pointed } from './pointed.js';
import { relatedRows } from './related.js';
import { sample } from './sample.js';
import { unequal } from './unequal.js';

const FIRST_AND_LAST = 2;

const ends: Voter = {
  reason: 'end',
  most: 'all',
  *votes({ list }: Sight): Iterable<Vote> {
    const rows = list.flatMap(({ frame }, unit) => (frame ? [] : [unit]));
    for (const unit of [...rows.slice(0, FIRST_AND_LAST), ...rows.slice(-FIRST_AND_LAST)]) yield { unit, depth: WHOLE };
  },
};

/** The reasons to keep a record with fields, in the order in which they are heard. */
export function rowVoters(columns: readonly Column[]): readonly Voter[] {
  return [...tellingRows(columns), sample];
}

/** The reasons to keep a record with fields, without the one that fills what room is left. */
export function tellingRows(columns: readonly Column[]): readonly Voter[] {
  return [
    everyFrame,
    asked,
    pointed,
    compared(columns),
    ...columnVoters(columns),
    unequal(columns),
    ends,
    relatedRows,
    oftenAsked,
  ];
}
