import type { Pass } from '../model/pass.js';

const NAME = 'cache_aligner';
const VOLATILE: readonly (readonly [string, RegExp])[] = [
  ['a UUID', /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/i],
  ['a time of day', /\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d/],
  ['a token', /(?<![\w-])eyJ[\w-]{10,}\.[\w-]{10,}\./],
  ['a long hexadecimal number', /\b(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64})\b/i],
];

/**
 * CacheAligner: notes what in the system prompt is likely to differ from call to call and so defeats the provider's prompt
 * cache. It watches and never changes a text.
 */
export function cacheAligner(): Pass {
  return {
    name: NAME,
    run(draft) {
      for (const block of draft.blocks) {
        if (block.block.role !== 'system') continue;
        const head = block.block.text.slice(0, 100_000);
        for (const [what, pattern] of VOLATILE)
          if (pattern.test(head)) block.note(NAME, `volatile: ${what} in the system prompt defeats the prompt cache`);
      }
    },
  };
}
