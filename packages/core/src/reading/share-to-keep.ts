import type { Task } from '../model/compressor.js';

/** Share of a document kept by size in tokens; between two sizes it runs straight on the logarithm. */
const SHARES: readonly (readonly [tokens: number, share: number])[] = [
  [600, 0.6],
  [1500, 0.48],
  [4000, 0.36],
  [10_000, 0.28],
  [30_000, 0.18],
  [120_000, 0.08],
  [1_000_000, 0.02],
];

/** How much of a document of `size` tokens to aim for: less the longer it is, with mode, bias and budget of the task. */
export function shareToKeep(size: number, task: Task): number {
  const share = interpolate(size) * task.bias * (task.mode === 'aggressive' ? 0.55 : 1);
  const wanted = task.budget !== undefined && size > 0 ? Math.min(share, task.budget / size) : share;
  return Math.min(0.9, Math.max(0.01, wanted));
}

function interpolate(size: number): number {
  let [low, share] = SHARES[0] ?? [600, 0.6];
  for (const [tokens, next] of SHARES) {
    if (size <= tokens) {
      if (tokens === low) return next;
      return share + ((next - share) * Math.log(size / low)) / Math.log(tokens / low);
    }
    [low, share] = [tokens, next];
  }
  return share;
}
