import { type BlockReport, createHeadroom } from '@headroom/core';
import { MODEL } from '../chat.js';
import { percent } from '../survival/sum-grades.js';
import type { Recording } from './recording.js';

/** What became of one group of results, each text counted once. */
export interface Became {
  readonly what: string;
  /** Percent of the tokens of all results. */
  readonly share: number;
  /** Percent of its own tokens that went. */
  readonly saved: number;
}

function groupOf({ outcome, compressor, decisions }: BlockReport): string {
  if (compressor === 'dedupe') return 'repeats of what is in sight';
  if (compressor === 'file_view') return 'files with line numbers: packed only';
  if (outcome !== 'kept') return `${outcome} by kind`;
  const why = (reason: string) => decisions.some((one) => one.reason === reason);
  if (why('small')) return 'left: small';
  return why('working_copy') ? 'left: working copies' : 'left: nothing found to save';
}

/** What the default does with the results of whole sessions, the largest group first. */
export async function whatBecame(recordings: readonly Recording[]): Promise<Became[]> {
  const groups = new Map<string, { before: number; after: number }>();
  for (const { messages } of recordings) {
    const { blocks } = await createHeadroom({ model: MODEL }).compress([...messages]);
    for (const block of blocks.filter(({ role }) => role === 'tool')) {
      const sum = groups.get(groupOf(block)) ?? { before: 0, after: 0 };
      sum.before += block.tokensBefore;
      sum.after += block.tokensAfter;
      groups.set(groupOf(block), sum);
    }
  }
  const all = [...groups.values()].reduce((sum, { before }) => sum + before, 0);
  return [...groups]
    .sort(([, a], [, b]) => b.before - a.before)
    .map(([what, { before, after }]) => ({
      what,
      share: percent(before, all),
      saved: percent(before - after, before),
    }));
}
