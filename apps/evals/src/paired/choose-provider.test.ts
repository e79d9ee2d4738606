import { describe, expect, it } from 'vitest';
import { createBudget } from './budget.js';
import { chooseProvider } from './choose-provider.js';
import { progressLine } from './progress-bar.js';
import { dollars, priceFor } from './provider.js';

describe('a provider', () => {
  it('comes from a name, a key of the environment and a model', async () => {
    const { provider } = await chooseProvider(
      { provider: 'anthropic', model: 'claude-sonnet-4-5' },
      { ANTHROPIC_API_KEY: 'k' },
    );
    expect(provider).toMatchObject({ url: 'https://api.anthropic.com', key: 'k', price: { input: 3, cached: 0.3 } });
    const second = await chooseProvider({ provider: 'gemini', model: 'gemini-2.5-flash' }, { GOOGLE_API_KEY: 'g' });
    expect(second.provider.key).toBe('g');
  });

  it('may be any address, with or without a key', async () => {
    const { provider } = await chooseProvider({ provider: 'http://localhost:8000/v1/', model: 'own' }, {});
    expect(provider).toMatchObject({ url: 'http://localhost:8000/v1', key: '', price: undefined });
    const keyed = await chooseProvider({ provider: 'https://x.test/v1', model: 'own', keyEnv: 'MINE' }, { MINE: 'm' });
    expect(keyed.provider.key).toBe('m');
  });

  it('says what is missing', async () => {
    await expect(chooseProvider({ provider: 'openai', model: 'gpt-5' }, {})).rejects.toThrow('OPENAI_API_KEY');
    await expect(chooseProvider({ provider: 'openai' }, { OPENAI_API_KEY: 'k' })).rejects.toThrow('--model');
    await expect(chooseProvider({ provider: 'elsewhere', model: 'm' }, {})).rejects.toThrow('--provider takes');
    expect(() => priceFor('m', '1,2')).toThrow('four numbers');
  });
});

describe('money', () => {
  it('has cache prices of its own', () => {
    // A million each at 3, .3, 3.75 and 15 dollars.
    const million = { input: 1e6, cached: 1e6, written: 1e6, output: 1e6 };
    expect(dollars(million, priceFor('claude-sonnet-4-5'))).toBeCloseTo(22.05, 10);
    expect(dollars(million, priceFor('m', '1,0.1,1.25,5'))).toBeCloseTo(7.35, 10);
    expect(dollars(million, undefined)).toBe(0);
  });

  it('is set aside before it is spent, never beyond the limit', () => {
    const budget = createBudget(1);
    const book = budget.reserve(0.6);
    expect(() => budget.reserve(0.5)).toThrow('next request');
    expect(budget.reached).toBe(true);
    book(0.1);
    expect(budget.spent).toBeCloseTo(0.1, 12);
    budget.reserve(0.9)(0.9);
    expect(() => budget.reserve(0.001)).toThrow();
  });

  it('is shown beside how far a run is', () => {
    expect(progressLine({ done: 6, all: 12, spent: 0.25 }, { limit: 5, isPriced: true })).toBe(
      '[############------------] 6/12  $0.2500 of $5',
    );
    expect(progressLine({ done: 0, all: 2, spent: 0 }, { isPriced: false })).toContain('0/2  price unknown');
  });
});
