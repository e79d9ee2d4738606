import { expect, it } from 'vitest';
import { readLabelled, readQuestions } from '../../../tooling/training/labelled.js';
import { areaOf, contentOf, cutBy, RIVALS } from '../../../tooling/training/measures.js';
import { kompressText } from './index.js';
import { scoresOf } from './linguistic/linguistic.js';

/** Held-out passages and their questions were written apart from those that the weights were fitted to. */
const held = readLabelled(/^h-/);
const questions = readQuestions();
const textOf = new Map(held.map(({ name, text }) => [name, text]));

const survival = (cut: (text: string, question: string) => string) => {
  const whole = questions.filter(({ passage, question, answer }) => {
    const left = new Set(contentOf(cut(textOf.get(passage)!, question)));
    return contentOf(answer).every((word) => left.has(word));
  });
  return whole.length / questions.length;
};

it('knows a passage and an exact answer for each of two hundred questions', () => {
  expect(questions.length).toBeGreaterThanOrEqual(200);
  for (const { passage, answer } of questions) expect(textOf.get(passage), passage).toContain(answer);
});

it('keeps the whole answer of nearly all questions at half of the words, and more than what it is compared with', () => {
  expect(survival((text, query) => kompressText(text, { query, keep: 0.5 }) ?? text)).toBeGreaterThanOrEqual(0.99);
  expect(survival((text) => kompressText(text, { keep: 0.5 }) ?? text)).toBeGreaterThanOrEqual(0.95);
  for (const rival of Object.values(RIVALS)) expect(survival((text) => cutBy(rival, text, 0.5))).toBeLessThan(0.9);
});

it('tells kept words from dropped ones in passages it was not fitted to', () => {
  const scores = held.flatMap(({ words, begins }) => [
    ...scoresOf({ words, begins, needed: new Uint8Array(words.length) }, true),
  ]);
  expect(
    areaOf(
      held.flatMap(({ kept }) => [...kept]),
      scores,
    ),
  ).toBeGreaterThan(0.9);
});

it.each([
  ['negations', /^(?:not|no|never|none|nor|neither|without|except|unless|only|cannot|\w+n't)$/i],
  ['numbers', /\d/],
  ['identifiers', /[`_/\\$@#=]|\w\.\w|[a-z][A-Z]|^--?\w/],
] as const)('keeps all %s', (_, pattern) => {
  for (const { text } of held) {
    const out = kompressText(text, { keep: 0.3 }) ?? text;
    const count = (all: string) =>
      all.split(/\s+/).filter((word) => pattern.test(word.replace(/^[("']+|[)"',;:.!?]+$/g, ''))).length;
    expect(count(out), out).toBe(count(text));
  }
});
