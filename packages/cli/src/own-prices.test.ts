import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PRICES, priceOf } from '@headroom/core';
import { describe, expect, it } from 'vitest';
import { readPrices } from './own-prices.js';

const file = (text: string) => {
  const path = join(mkdtempSync(join(tmpdir(), 'prices-')), 'mine.json');
  writeFileSync(path, text);
  return path;
};

describe('HEADROOM_PRICES', () => {
  it("puts prices of one's own over those that are known, and says so", () => {
    const own = { 'new-model-9': { input: 4, cached: 0.4, output: 20 }, 'gpt-4o': 7 };
    const { prices, pricesDate } = readPrices(file(JSON.stringify(own)));
    expect(priceOf('new-model-9-20300101', prices)).toEqual({ input: 4, cached: 0.4, output: 20 });
    expect(priceOf('gpt-4o', prices)).toEqual({ input: 7, cached: 0.7 });
    expect(priceOf('gpt-4.1', prices)).toEqual(priceOf('gpt-4.1', PRICES));
    expect(pricesDate).toContain('mine.json');
  });

  it.each([
    '',
    '[]',
    '{"a": "3"}',
    '{"a": -1}',
    '{"a": {"input": 3}}',
    '{"a": {"input": 3, "cached": 1, "cheap": 0}}',
    '{"a": null}',
  ])('refuses %s', (text) => {
    expect(() => readPrices(file(text))).toThrow('HEADROOM_PRICES');
  });

  it('refuses a file that is not there', () => {
    expect(() => readPrices('/nowhere/prices.json')).toThrow('HEADROOM_PRICES: /nowhere/prices.json');
    expect(readPrices(undefined).prices).toBe(PRICES);
  });
});
