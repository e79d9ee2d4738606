import { asTheyAre, type MarkedText, markedText } from '@headroom/stores/marked-text';

/** The lines between which everything is ours, and nothing else. */
export const START = '<!-- headroom:memory:start -->';
export const END = '<!-- headroom:memory:end -->';

/** Why a file is left alone. */
export type MarksProblem =
  | 'it is no text'
  | 'its marks stand without their partner'
  | 'it has more than one block'
  | 'it stands in the middle of a merge';

/** The block of facts in a file: its lines as they are, those of people too. */
export const block: MarkedText<string, MarksProblem> = markedText({
  start: START,
  end: END,
  ...asTheyAre,
  problems: {
    not_text: 'it is no text',
    unpaired: 'its marks stand without their partner',
    doubled: 'it has more than one block',
    merging: 'it stands in the middle of a merge',
  },
});
