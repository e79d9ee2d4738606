import type { Task } from '../model/compressor.js';

const FLOOR = 500;
const SHARE = 0.16;
/** Beyond so many tokens a text says little that is new. */
const LONG = 30_000;
const SHARE_BEYOND = 0.03;

/** How many tokens of a text of `size` tokens to aim for; what must stay (what is asked, faults) may go beyond it. */
export function roomFor(size: number, task: Task, share = 1): number {
  if (task.budget !== undefined) return Math.min(task.budget, size) * 0.9;
  const usual = FLOOR + Math.min(size, LONG) * SHARE + Math.max(0, size - LONG) * SHARE_BEYOND;
  return usual * share * scaleOf(task);
}

/** How much more or less than usual to keep. */
export function scaleOf(task: Task): number {
  return task.bias * (task.mode === 'aggressive' ? 0.5 : 1);
}
