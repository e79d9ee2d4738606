import type { StoredRecord } from '../model/store.js';
import { SMALL_TALK } from '../words/small-talk.js';
import { stem } from '../words/terms.js';
import type { Question } from './question.js';
import { termsIn } from './terms-in.js';
import { MENTIONS_TIME } from './times.js';

const NUMBER = /\b(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|dozen|couple|few|several|twice|once)\b/i;
/** A name within a sentence: a capital after a small letter. */
const NAME = /[a-z,;'"] (\p{Lu}[\p{L}']+)/gu;
const PLACE = /\b(?:in|at|to|from|near) (?:the )?\p{Lu}/u;
const REASON = /\b(?:because|since|'?cause|so that|so i|to help|reason|inspired|reminds)\b/i;
const QUOTED = /["\u201c][^"\u201c\u201d]{2,60}["\u201d]|'[A-Z][^']{2,60}'/;
const OF_ONESELF = /\b(?:i|my|me)\b/i;
const TO_ANOTHER = /\byour?\b/i;

const TALK = new Set([...SMALL_TALK].map(stem));

/** The share of a record's terms that are small talk or names of speakers: 1 where it tells nothing. */
export function smallTalk(record: StoredRecord, speakers: ReadonlySet<string>): number {
  const terms = termsIn(record);
  if (terms.length === 0) return 1;
  let talk = 0;
  for (const term of terms) if (TALK.has(term) || speakers.has(term)) talk++;
  return talk / terms.length;
}

/** True where a text has what the question wants: a time, a number, somebody, a place, a reason, the name of a work. */
export const WANTED = {
  when: ({ asksWhen }: Question, text: string) => asksWhen && MENTIONS_TIME.test(text),
  many: ({ asksMany }: Question, text: string) => asksMany && NUMBER.test(text),
  where: ({ asksWhere }: Question, text: string) => asksWhere && PLACE.test(text),
  why: ({ asksWhy }: Question, text: string) => asksWhy && REASON.test(text),
  title: ({ asksTitle }: Question, text: string) => asksTitle && QUOTED.test(text),
};

/** True where a sentence names something or somebody that is no speaker. */
export function names(text: string, speakers: ReadonlySet<string>): boolean {
  for (const [, name = ''] of text.matchAll(NAME))
    if (!/^I\b/.test(name) && !speakers.has(stem(name.toLowerCase()))) return true;
  return false;
}

/** True where the speaker speaks of himself. */
export function ofOneself(text: string): boolean {
  return OF_ONESELF.test(text);
}

/** True where somebody is spoken to. */
export function toAnother(text: string): boolean {
  return TO_ANOTHER.test(text);
}
