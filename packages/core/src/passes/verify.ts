import type { Pass } from '../model/pass.js';

const NAME = 'verify';

/** Takes back every change that does not save real tokens of this model, marker included, or that leaves nothing to read. */
export function verify(): Pass {
  return {
    name: NAME,
    run(draft, context) {
      for (const block of draft.blocks) {
        if (!block.shorter) continue;
        if (block.text.trim() === '') block.withdraw(NAME, 'empty');
        else if (context.tokens.count(block.text) >= context.tokens.count(block.block.text))
          block.withdraw(NAME, 'not_smaller');
      }
    },
  };
}
