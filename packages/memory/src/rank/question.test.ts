import { expect, it } from 'vitest';
import { readQuestion } from './question.js';

it('is read without what it asks to be done, unless it says nothing else', () => {
  const terms = (text: string) => readQuestion(text).terms;
  expect(terms('Write a haiku about rust')).toEqual(terms('haiku rust'));
  expect(terms('Please, could you give me the address?')).toEqual(terms('address'));
  expect(terms('What did Ann write?')).toEqual(terms('Ann write'));
  expect(terms('Write!')).toEqual(terms('write'));
});
