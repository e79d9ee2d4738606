import type { StoredRecord } from '../model/store.js';
import { asks } from './around.js';
import type { Covered, Passages } from './passage.js';
import type { Question } from './question.js';
import type { Named } from './rank.js';
import { names, ofOneself, smallTalk, toAnother, WANTED } from './tells.js';
import type { Weights } from './weights.js';

/** What signs are read from. */
interface Look {
  readonly record: StoredRecord;
  readonly question: Question;
  readonly named: Named;
  readonly covered: Covered;
  /** How much of what stands around counts. */
  readonly around: number;
}

/** A conversation begins with its news. */
const BEGINNING = 2;

const oneNamed = ({ named }: Look) => named.speakers.size === 1;
const byNamed = ({ record, named }: Look) => named.speakers.has(record.source.speaker ?? '');
const isTurn = ({ record }: Look) => record.kind === 'turn';

/** How each sign is read: a number from 0 to 1, or whether it is there. The weights of the same names say what they mean. */
const READ: Readonly<Record<keyof Weights['fit'], (look: Look) => number | boolean>> = {
  smallTalk: ({ record, named }) => smallTalk(record, named.all),
  name: ({ record, named }) => names(record.text, named.all),
  who: ({ record, question, named }) => question.asksWho && names(record.text, named.all),
  when: ({ record, question }) => WANTED.when(question, record.text),
  many: ({ record, question }) => WANTED.many(question, record.text),
  where: ({ record, question }) => WANTED.where(question, record.text),
  why: ({ record, question }) => WANTED.why(question, record.text),
  title: ({ record, question }) => WANTED.title(question, record.text),
  oneself: ({ record }) => ofOneself(record.text),
  speaker: (look) => oneNamed(look) && byNamed(look),
  toAnother: (look) => oneNamed(look) && !byNamed(look) && toAnother(look.record.text),
  asks: (look) => isTurn(look) && asks(look.record),
  beginning: (look) => isTurn(look) && look.record.place > 0 && look.record.place <= BEGINNING,
  own: ({ covered }) => covered.own,
  near: ({ covered, around }) => around * covered.near,
  passage: ({ covered, around }) => around * covered.passage,
  asked: ({ covered }) => covered.asked,
};

/** The names of all signs, in the order in which they are read. */
export const SIGNS = Object.keys(READ) as readonly (keyof Weights['fit'])[];

const readers = Object.values(READ);

/** The signs of a record, in the order of `SIGNS`. With `list`, how much of what stands around counts where a list is wanted. */
export function signsOf(
  record: StoredRecord,
  question: Question,
  named: Named,
  passages: Passages,
  list: number,
): readonly number[] {
  const look = { record, question, named, covered: passages.of(record), around: question.wantsList ? list : 1 };
  return readers.map((read) => Number(read(look)));
}
