import type { BlockReport } from '../model/report.js';

const WORDS: Readonly<Record<string, string>> = {
  small: 'small',
  no_saving: 'dense',
  not_smaller: 'dense',
  empty: 'dense',
  working_copy: 'edited',
  error_result: 'error',
  excluded_tool: 'excluded',
  retrieve_result: 'retrieved',
  already_compressed: 'shortened',
  frozen: 'frozen',
  too_large: 'long',
  time_budget: 'late',
  invalid_text: 'broken',
  no_line_feeds: 'broken',
  unstable: 'broken',
  store_failed: 'unstored',
  not_shown: 'unshown',
};

/**
 * Why a text was left whole, in a word: `small`, `dense` (nothing to save was found), `edited` (a file that is being worked on),
 * `error`, `excluded`, `retrieved`, `shortened` (it was before), `frozen`, `long`, `late` (no time was left), `broken`, `unstored`,
 * `unshown` (the agent would not show it so), `other`. Undefined for a text that became shorter.
 */
export function whyLeft({ outcome, decisions }: Pick<BlockReport, 'outcome' | 'decisions'>): string | undefined {
  if (outcome !== 'kept') return undefined;
  const reasons = decisions.filter(({ action }) => action === 'kept').map(({ reason }) => WORDS[reason]);
  return reasons.findLast((word) => word !== undefined) ?? (decisions.length === 0 ? 'dense' : 'other');
}
