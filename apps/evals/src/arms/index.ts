import { counterFor } from '@headroom/core';
import { minify } from '../methods/peers.js';
import { type Arm, rewriting } from './arm.js';
import { headroom } from './headroom.js';

const LONGEST = 2000;
const KEPT_RESULTS = 3;

/** The first and the last thousand tokens of a long text, by the mean length of its tokens. */
function headAndTail(text: string, model: string): string {
  const tokens = counterFor(model).count(text);
  if (tokens <= LONGEST) return text;
  const half = Math.floor((text.length * LONGEST) / tokens / 2);
  return `${text.slice(0, half)}\n[… ${tokens - LONGEST} tokens left out …]\n${text.slice(-half)}`;
}

export const NONE: Arm = {
  name: 'none',
  title: 'No compression',
  kind: 'baseline',
  open: (send) => send,
};

/** The arm that is judged. */
export const OURS: Arm = headroom('balanced', 'Headroom, balanced', { mode: 'balanced' }, true);

/** All that are set side by side, the baseline first. */
export const ARMS: readonly Arm[] = [
  NONE,
  OURS,
  headroom('balanced-alone', 'Headroom, balanced, without retrieval', { mode: 'balanced' }, false),
  headroom('lossless', 'Headroom, lossless', { mode: 'lossless' }, false),
  headroom('aggressive', 'Headroom, aggressive', { mode: 'aggressive' }, true),
  headroom('aggressive-alone', 'Headroom, aggressive, without retrieval', { mode: 'aggressive' }, false),
  rewriting({ name: 'minified', title: 'Minified JSON', kind: 'other' }, minify),
  rewriting(
    { name: 'truncation', title: 'Truncation to 2,000 tokens a result', kind: 'other' },
    (text, _at, _count, { model }) => headAndTail(text, model),
  ),
  rewriting(
    { name: 'masking', title: `Masking all but the last ${KEPT_RESULTS} results`, kind: 'other' },
    (text, at, count) => (at < count - KEPT_RESULTS ? '[Left out]' : text),
  ),
];
