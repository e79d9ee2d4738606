import { readMarker } from '../ccr/marker.js';
import type { Context, DraftBlock, Pass } from '../model/pass.js';
import { matchesGlob } from '../reading/match-glob.js';

const NAME = 'protect';
const OWN_TOOL = /(?:^|__|[./:])headroom_[a-z]+$/;

/** Texts longer than this are not read at all. */
export const MAX_BLOCK_CHARACTERS = 16_000_000;

/** Pins every text that is not ours to change, with the reason. */
export function protect(): Pass {
  return {
    name: NAME,
    run(draft, context) {
      for (const block of draft.blocks) {
        const reason = reasonToKeep(block, context);
        if (!reason) continue;
        if (reason === 'too_large')
          draft.warn(
            'too_large',
            `A text of ${block.block.text.length} characters is over the limit of ${MAX_BLOCK_CHARACTERS}`,
          );
        if (reason === 'invalid_text')
          draft.warn('invalid_text', 'A text with half a surrogate pair was left as it is');
        block.pin(NAME, reason);
      }
    },
  };
}

function reasonToKeep({ block }: DraftBlock, context: Context): string | undefined {
  if (block.pinned) return block.pinned;
  if (block.turn < context.frozenMessageCount) return 'frozen';
  if (block.role === 'system' && !context.compressSystemMessages) return 'system_message';
  if (block.role === 'user' && !context.compressUserMessages) return 'user_message';
  if (block.role === 'assistant') return 'assistant_message';
  if (block.isError) return 'error_result';
  const tool = block.call?.tool;
  if (tool && OWN_TOOL.test(tool)) return 'retrieve_result';
  if (tool && context.excludeTools.some((glob) => matchesGlob(tool, glob))) return 'excluded_tool';
  if (block.text.length <= context.minTokens) return 'small';
  if (block.text.length > MAX_BLOCK_CHARACTERS) return 'too_large';
  if (!block.text.isWellFormed()) return 'invalid_text';
  if (readMarker(block.text)) return 'already_compressed';
  return context.tokens.count(block.text) < context.minTokens ? 'small' : undefined;
}
