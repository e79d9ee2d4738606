import type { Context, DraftBlock } from '../model/pass.js';
import { type Steps, wait } from './drive.js';

const NAME = 'verify';

/** Takes the change of one text back unless it saves tokens. */
export function* verified(block: DraftBlock, context: Context): Steps<void> {
  if (!block.shorter) return;
  const isCounted = (yield* wait(context.counted(block.text))) && (yield* wait(context.counted(block.block.text)));
  if (block.text.trim() === '') block.withdraw(NAME, 'empty');
  else if (!isCounted) block.withdraw(NAME, 'time_budget');
  else if (context.tokens.count(block.text) >= context.tokens.count(block.block.text))
    block.withdraw(NAME, 'not_smaller');
}
