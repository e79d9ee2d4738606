import { createRequire } from 'node:module';
import type { TokenCounter } from '@headroom/core';

type Encoder = { count(text: string): number };
type Library = { readonly Tokenizer: new (encoding: object) => Encoder };

/**
 * The encoder that core asks for pieces it does not know, as its package publishes it: how long counting takes without our own
 * reading of pieces. With special tokens as ordinary text, as core counts them.
 */
export function publishedCounter(): TokenCounter {
  const ofCore = createRequire(createRequire(import.meta.url).resolve('@headroom/core/package.json'));
  const { Tokenizer } = ofCore('ai-tokenizer') as Library;
  const encoding = ofCore('ai-tokenizer/encoding/o200k_base') as object;
  const encoder = new Tokenizer({ ...encoding, special_tokens: {} });
  return { name: 'ai-tokenizer', exact: true, count: (text) => encoder.count(text) };
}
