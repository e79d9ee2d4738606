import type { StoredRecord } from '../model/store.js';
import { asks } from './around.js';
import type { Alike, Likeness } from './likeness.js';
import type { Passages } from './passage.js';
import type { Question } from './question.js';
import type { Named } from './rank.js';
import { names, ofOneself, smallTalk, toAnother, WANTED } from './tells.js';
import type { Weights } from './weights.js';

/** A conversation begins with its news. */
const BEGINNING = 2;

const NOT_COMPARED: Alike = { akin: 0, akinNear: 0, theme: 0, themeNear: 0 };

/** The names of all signs, in the order in which `signsOf` gives them. What they mean stands with their weights. */
export const SIGNS: readonly (keyof Weights['fit'])[] = [
  ...([
    'smallTalk',
    'name',
    'who',
    'when',
    'many',
    'where',
    'why',
    'title',
    'oneself',
    'speaker',
    'toAnother',
  ] as const),
  ...(['asks', 'beginning', 'own', 'near', 'passage', 'asked', 'akin', 'akinNear', 'theme', 'themeNear'] as const),
];

/**
 * The signs of a record, each from 0 to 1, in the order of `SIGNS`. With `list`, how much of what stands around counts where a list is
 * wanted. One flat list, since a recall reads it of hundreds.
 */
export function signsOf(
  record: StoredRecord,
  question: Question,
  named: Named,
  passages: Passages,
  likeness: Likeness | undefined,
  list: number,
): readonly number[] {
  const { text, place } = record;
  const isTurn = record.kind === 'turn';
  const one = named.speakers.size === 1;
  const byNamed = named.speakers.has(record.source.speaker ?? '');
  const hasName = names(text, named.all);
  const { own, near, passage, asked } = passages.of(record);
  const { akin, akinNear, theme, themeNear } = likeness?.of(record) ?? NOT_COMPARED;
  const around = question.wantsList ? list : 1;
  return [
    smallTalk(record, named.all),
    hasName ? 1 : 0,
    question.asksWho && hasName ? 1 : 0,
    WANTED.when(question, text) ? 1 : 0,
    WANTED.many(question, text) ? 1 : 0,
    WANTED.where(question, text) ? 1 : 0,
    WANTED.why(question, text) ? 1 : 0,
    WANTED.title(question, text) ? 1 : 0,
    ofOneself(text) ? 1 : 0,
    one && byNamed ? 1 : 0,
    one && !byNamed && toAnother(text) ? 1 : 0,
    isTurn && asks(record) ? 1 : 0,
    isTurn && place > 0 && place <= BEGINNING ? 1 : 0,
    own,
    around * near,
    around * passage,
    asked,
    akin,
    around * akinNear,
    theme,
    around * themeNear,
  ];
}
