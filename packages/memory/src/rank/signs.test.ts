import { expect, it } from 'vitest';
import type { StoredRecord } from '../model/store.js';
import { termsOf } from '../words/terms.js';
import type { Likeness } from './likeness.js';
import type { Passages } from './passage.js';
import { readQuestion } from './question.js';
import { SIGNS, signsOf } from './signs.js';

const passages = { of: () => ({ own: 0.1, near: 0.2, passage: 0.3, asked: 0.4 }) } as unknown as Passages;
const alike = { akin: 0.5, akinNear: 0.6, theme: 0.7, themeNear: 0.8 };
const likeness = { of: () => alike } as unknown as Likeness;
const named = { speakers: new Set(['Ann']), terms: new Set(['ann']), all: new Set(['ann', 'bob']) };

function read(question: string, text: string, more: object): Readonly<Record<string, number>> {
  const record = { kind: 'turn', text, terms: termsOf(text).join(' '), place: 9, source: { speaker: 'Bob' }, ...more };
  const signs = signsOf(record as unknown as StoredRecord, readQuestion(question), named, passages, likeness, 0.5);
  expect(signs).toHaveLength(SIGNS.length);
  return Object.fromEntries(SIGNS.flatMap((sign, i) => (signs[i] ? [[sign, signs[i]]] : [])));
}

const around = { own: 0.1, near: 0.2, passage: 0.3, asked: 0.4, ...alike };

it('each sign stands at the place of its name', () => {
  const told = { source: { speaker: 'Ann' } };
  expect(read('Did Ann pack?', 'Suitcase, harbour, ferry.', {})).toEqual(around);
  expect(read('Did Ann pack?', 'Wow, great!', {})).toEqual({ ...around, smallTalk: 1 });
  expect(read('Did Ann pack?', 'Ferry with Ida', {})).toEqual({ ...around, name: 1 });
  expect(read('Who packed?', 'Ferry with Ida', {})).toEqual({ ...around, name: 1, who: 1 });
  expect(read('When did Ann pack?', 'Ferry, Sunday', told)).toMatchObject({ when: 1, speaker: 1 });
  expect(read('How many suitcases were packed?', 'Seven ferry suitcases', {})).toMatchObject({ many: 1 });
  expect(read('Where did Ann pack?', 'Ferry to Porto', {})).toMatchObject({ where: 1, name: 1 });
  expect(read('Why did Ann pack?', 'Ferry because rain', {})).toMatchObject({ why: 1 });
  expect(read('Which movie did Ann pack?', '"Ferry Tales"', {})).toMatchObject({ title: 1 });
  expect(read('Did Ann pack?', 'My ferry, your suitcase', {})).toEqual({ ...around, oneself: 1, toAnother: 1 });
  expect(read('Did Ann pack?', 'Suitcase, ferry?', { place: 2 })).toEqual({ ...around, asks: 1, beginning: 1 });
  expect(read('Did Ann pack?', 'Suitcase, ferry?', { place: 2, kind: 'fact' })).toEqual(around);
  const list = read('What harbours does Ann know?', 'Suitcase, ferry.', {});
  expect(list).toEqual({ ...around, near: 0.1, passage: 0.15, akinNear: 0.3, themeNear: 0.4 });
});
