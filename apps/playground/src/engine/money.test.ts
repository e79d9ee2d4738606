import { describe, expect, it } from 'vitest';
import { moneyOf, requestsOf } from './money.js';

const block = (turn: number, tokensBefore: number, tokensAfter: number) =>
  ({ turn, tokensBefore, tokensAfter }) as never;
const messages = ['user', 'assistant', 'tool', 'assistant', 'tool'].map((role) => ({ role }));

describe('what input costs', () => {
  it('counts a text in its own request and in one for each later answer', () => {
    expect(requestsOf([block(2, 1, 1), block(4, 1, 1)], messages, 0)).toEqual([2, 1]);
    expect(requestsOf([block(4, 1, 1)], messages, 20)).toEqual([21]);
  });

  it('writes what is new into the cache and reads the rest from it', () => {
    const money = moneyOf('claude-sonnet-4-5', [block(2, 1_000_000, 500_000)], [11]);
    expect(money?.before).toBeCloseTo(3.75 + 10 * 0.3);
    expect(money?.after).toBeCloseTo((3.75 + 10 * 0.3) / 2);
  });

  it('is not said of a model without a price', () => expect(moneyOf('own-model', [], [])).toBeUndefined());
});
