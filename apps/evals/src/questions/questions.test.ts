import { describe, expect, it } from 'vitest';
import { askRows } from './ask-rows.js';
import { readRows } from './rows.js';
import { hasToken, saysCount } from './whole-token.js';

const rows = Array.from({ length: 30 }, (_, i) => ({
  id: `k-${i}`,
  ms: i * 7 + 0.5,
  state: i % 3 === 0 ? 'open' : 'done',
}));
const text = JSON.stringify(rows);

describe('exact lookup', () => {
  it('takes numbers and words as wholes', () => {
    expect(['312', '12.5', 'x12', '12'].map((one) => hasToken(one, '12'))).toEqual([false, false, false, true]);
    expect(hasToken('it ended at 12.', '12')).toBe(true);
  });

  it('accepts a count that is said, or that can be made, and no other', () => {
    const three = saysCount('INFO', 3);
    expect(three('INFO a\nINFO b\nINFO c')).toBe(true);
    expect(three('INFO a\n[2 more: 3 of 3 info]')).toBe(true);
    expect(three('INFO a\n[1 more]')).toBe(false);
  });
});

describe('questions about rows', () => {
  const questions = askRows(text, readRows(text));

  it('are all answered by the text they were made from', () => {
    expect(questions.map((question) => question.type)).toEqual(
      expect.arrayContaining(['lookup', 'maximum', 'minimum', 'count', 'first', 'last']),
    );
    for (const question of questions) expect(question.answeredBy(text), question.ask).toBe(true);
  });

  it('are not answered by a text that lacks the row', () => {
    const without = JSON.stringify(rows.filter((row) => row.id !== 'k-29'));
    const answers = Object.fromEntries(questions.map((question) => [question.type, question.answeredBy(without)]));
    expect(answers).toMatchObject({ maximum: false, last: false, first: true });
  });

  it('reads delimited tables too', () => {
    expect(readRows('a;b;c\n1;2;3\n4;5;6')).toEqual([
      { a: '1', b: '2', c: '3' },
      { a: '4', b: '5', c: '6' },
    ]);
  });
});
