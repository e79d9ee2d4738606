import type { CachePrice } from '@headroom/agents/replay';

/** When the shares below were looked up. */
export const CACHE_PRICES_DATE = '2025-11-30';

export const CACHE_PRICES: readonly CachePrice[] = [
  {
    name: 'Anthropic',
    read: 0.1,
    write: 1.25,
    leastTokens: 1024,
    step: 1,
    source: 'public price list: read 0.1x, write 1.25x (5 minutes), least prefix 1,024 tokens for Sonnet',
  },
  {
    name: 'OpenAI, up to GPT-5.5',
    read: 0.1,
    write: 1,
    leastTokens: 1024,
    step: 128,
    source: 'public price list: cached input 0.1x for the GPT-5 family, writes free, hits in steps of 128 from 1,024',
  },
  {
    name: 'OpenAI, from GPT-5.6',
    read: 0.1,
    write: 1.25,
    leastTokens: 1024,
    step: 128,
    source: 'public notes: cache writes 1.25x since GPT-5.6; reads taken to cost what they cost before',
  },
  {
    name: 'No cache',
    read: 1,
    write: 1,
    leastTokens: Number.POSITIVE_INFINITY,
    step: 1,
    source: 'every token at the full price, every turn',
  },
];
