import { describe, expect, it } from 'vitest';
import { QUESTION_HEAD } from '../generated/question-head.js';
import { QUESTION_ODDS } from '../generated/question-odds.fixture.js';
import { readQuestion } from './read-question.js';

describe('reading a question', () => {
  it.each(Object.entries(QUESTION_ODDS))('gives the odds that the training gave: %s', (question, expected) => {
    const { odds } = readQuestion(question);
    QUESTION_HEAD.classes.forEach((name, at) => {
      expect(odds[name]).toBeCloseTo(expected[at] ?? 0, 3);
    });
  });

  it.each([
    ['What does the error message say?', 'text'],
    ["What's in the top left corner?", 'region'],
    ['Count every item in this image carefully', 'whole'],
    ['What is this?', 'gist'],
    ['Beschreibe das Bild kurz', 'gist'],
    ['continue', 'whole'],
  ] as const)('tells %s as %s', (question, need) => {
    const { odds } = readQuestion(question);
    expect(Math.max(...Object.values(odds))).toBe(odds[need]);
  });

  it('does not depend on case, width and blanks', () => {
    expect(readQuestion('  WHAT   is\nthis?').odds).toEqual(readQuestion('what is this?').odds);
    expect(readQuestion('Ｗｈａｔ is this?').odds).toEqual(readQuestion('what is this?').odds);
  });

  it.each([
    'How many birds are there?',
    'Compare both photos',
    'What colour is the button?',
    'Fix the layout of the photo page',
  ])('leaves no room for a small picture: %s', (question) => {
    expect(readQuestion(question).isOpen).toBe(false);
  });
});
