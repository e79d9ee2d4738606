import { describe, expect, it } from 'vitest';
import type { StoredRecord } from '../model/store.js';
import { termsOf } from '../words/terms.js';
import { readQuestion } from './question.js';
import { names, ofOneself, smallTalk, toAnother, WANTED } from './tells.js';

const record = (text: string) => ({ text, terms: termsOf(text).join(' ') }) as StoredRecord;
const nobody = new Set<string>();

describe('what a record tells', () => {
  it('is little where it only greets and praises', () => {
    expect(smallTalk(record('Wow, that sounds amazing! Take care, Bob!'), new Set(['bob']))).toBe(1);
    expect(smallTalk(record('The heron nests behind the lighthouse.'), nobody)).toBe(0);
    expect(smallTalk(record('Great, the heron nests!'), nobody)).toBeCloseTo(1 / 3);
    expect(smallTalk(record('So it is.'), nobody)).toBe(1);
  });

  it('is seen by names within sentences, of oneself and to another', () => {
    expect(names('We met Ida there.', nobody)).toBe(true);
    expect(names('We met Ida there.', new Set(['ida']))).toBe(false);
    expect(names('Then I went. Nobody came, I think.', nobody)).toBe(false);
    expect([ofOneself('Take my hat.'), ofOneself('Take it.')]).toEqual([true, false]);
    expect([toAnother('Is it yours? Your hat?'), toAnother('My hat.')]).toEqual([true, false]);
  });

  it('is what a question wants where that is of its kind', () => {
    const cases = [
      ['when', 'When did Ann move?', 'Ann moved last week.', 'Ann moved.'],
      ['many', 'How many boats has Ann?', 'Ann has three boats.', 'Ann has boats.'],
      ['where', 'Where did Ann move?', 'Ann moved to Porto.', 'Ann moved at noon.'],
      ['why', 'Why did Ann move?', 'Ann moved because of the rain.', 'Ann moved.'],
      ['title', 'Which book did Ann read?', 'Ann read "The Quiet Quay".', 'Ann read.'],
    ] as const;
    for (const [kind, question, has, lacks] of cases) {
      expect(WANTED[kind](readQuestion(question), has), has).toBe(true);
      expect(WANTED[kind](readQuestion(question), lacks), lacks).toBe(false);
      expect(WANTED[kind](readQuestion('Does Ann move?'), has), has).toBe(false);
    }
  });
});
