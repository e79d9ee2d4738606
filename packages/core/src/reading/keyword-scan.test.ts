import { describe, expect, it } from 'vitest';
import { BEYOND_ASCII, KeywordScan } from './keyword-scan.js';

describe('KeywordScan', () => {
  it('finds what indexOf finds, overlaps and endings of others included', () => {
    const groups = [['he', 'she', 'hers'], ['his', 'is'], ['not ok', 'ok'], ['err', 'error', 'terror'], ['***']];
    const scan = new KeywordScan(groups);
    const letters = ['h', 'e', 'r', 's', 'i', 'o', 'k', ' ', 'n', 't', '*', 'E', 'R', 'é', '1'];
    let seed = 7;
    const next = (most: number) => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return Math.floor((seed / 2147483648) * most);
    };
    let hits = 0;
    for (let i = 0; i < 5000; i++) {
      const text = Array.from({ length: next(30) }, () => letters[next(letters.length)]).join('');
      const lower = text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
      let wanted = text.includes('é') ? BEYOND_ASCII : 0;
      for (const [g, words] of groups.entries()) if (words.some((word) => lower.includes(word))) wanted |= 1 << g;
      expect(scan.groupsIn(text), text).toBe(wanted);
      if (wanted) hits++;
    }
    expect(hits).toBeGreaterThan(1000);
  });

  it('refuses keywords of characters that it has no class for', () => {
    expect(() => new KeywordScan([['a1']])).toThrow(RangeError);
  });
});
