import { WHOLE } from '../unit.js';
import type { Sight, Vote, Voter } from '../units.js';

/** Where a command says at last why it failed. */
const LAST = 20;

/** Of the output of a command that failed: every complaint with what follows it, and the end. */
export const failing: Voter = {
  reason: 'failing',
  most: 'all',
  *votes({ list, task }: Sight): Iterable<Vote> {
    if (!task.failed) return;
    for (const [unit, { fault }] of list.entries()) {
      const isNear = fault !== undefined || (unit > 0 && list[unit - 1]!.fault !== undefined);
      if (isNear || unit >= list.length - LAST) yield { unit, depth: WHOLE };
    }
  },
};
