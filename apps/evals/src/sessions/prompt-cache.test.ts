import { billSession, type Request } from '@headroom/agents/replay';
import { describe, expect, it } from 'vitest';
import { CACHE_PRICES } from './prices.js';
import { brokenPrefixes } from './sessions.js';

const price = { ...CACHE_PRICES[0]!, leastTokens: 1000 };
const message = (bytes: string, tokens: number) => ({ bytes, tokens });
const first: Request = [message('a', 1000), message('b', 500)];

describe('the prompt cache', () => {
  it('writes what is new and reads what an earlier request began with', () => {
    const [one, two] = billSession([first, [...first, message('c', 200)]], price);
    expect(one).toEqual({ read: 0, written: 1500, plain: 0, cost: 1875 });
    expect(two).toEqual({ read: 1500, written: 200, plain: 0, cost: 150 + 250 });
  });

  it('pays in full for everything after a changed byte', () => {
    const bill = billSession([first, [message('a', 1000), message('B', 500), message('c', 200)]], price)[1];
    expect(bill).toEqual({ read: 1000, written: 700, plain: 0, cost: 100 + 875 });
  });

  it('does not cache short prefixes, and counts hits in the steps of the provider', () => {
    expect(billSession([[message('a', 900)]], price)[0]?.plain).toBe(900);
    const steps = { ...price, step: 128 };
    expect(billSession([first, first], steps)[1]?.read).toBe(1408);
  });

  it('sees a request that does not begin with the one before', () => {
    expect(brokenPrefixes([first, [...first, message('c', 1)]])).toBe(0);
    expect(brokenPrefixes([first, [message('A', 1000), message('b', 500)]])).toBe(1);
    expect(brokenPrefixes([first, [message('a', 1000)]])).toBe(1);
  });
});
