import { kompress } from '@headroom/kompress';
import { headroom } from './headroom.js';
import type { Method } from './method.js';
import { identity, minifiedJson, toon, truncation } from './peers.js';

/** Headroom as it comes. */
export const balanced = headroom('balanced', 'Headroom for TypeScript, balanced');

/** All that is set side by side. */
export const methods: readonly Method[] = [
  balanced,
  headroom('lossless', 'Headroom for TypeScript, lossless', { mode: 'lossless' }),
  headroom('telegram', 'Headroom for TypeScript, aggressive, with kompress', {
    mode: 'aggressive',
    compressors: [kompress()],
  }),
  headroom('aggressive', 'Headroom for TypeScript, aggressive', { mode: 'aggressive' }),
  identity,
  minifiedJson,
  toon,
  truncation,
];
