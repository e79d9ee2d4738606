import { readMarker } from '../ccr/marker.js';
import { bringsOriginals, RETRIEVE_TOOL } from '../ccr/tool.js';
import type { Context, Draft, DraftBlock, Pass } from '../model/pass.js';
import { drive, type Steps, wait } from '../pipeline/drive.js';
import { holdsNote } from '../pipeline/pictures/note.js';
import { matchesGlob } from '../reading/match-glob.js';

const NAME = 'protect';

/** In so many characters a text of any kind has two tokens, and mostly more. */
const CERTAIN_CHARACTERS = 16;

/** Errors shorter than this are whole; longer ones may lose what repeats, and never a complaint (docs/decisions/0090). */
export const LONG_ERROR = 8000;
const MANY_RETURNS = 20;

/** Texts longer than this are not read at all. */
export const MAX_BLOCK_CHARACTERS = 16_000_000;

/** Pins every text that is not ours to change, with the reason. */
export function protect(): Pass {
  return { name: NAME, run: (draft, context) => drive(protectAll(draft, context)) };
}

function* protectAll(draft: Draft, context: Context): Steps<void> {
  for (const block of draft.blocks.slice(draft.settled)) {
    const { length } = block.block.text;
    const reason = reasonToKeep(block, context) ?? (yield* reasonOfSize(block, context));
    if (!reason) continue;
    if (reason === 'too_large')
      draft.warn('too_large', `A text of ${length} characters is over the limit of ${MAX_BLOCK_CHARACTERS}`);
    if (reason === 'invalid_text') draft.warn('invalid_text', 'A text with half a surrogate pair was left as it is');
    if (reason === 'no_line_feeds')
      draft.warn('invalid_text', 'A text whose lines end in carriage returns only was left as it is');
    block.pin(NAME, reason);
  }
}

/** Long texts are counted only as far as it takes to know that they are no small ones. */
function* reasonOfSize({ block: { text } }: DraftBlock, context: Context): Steps<string | undefined> {
  yield* wait(context.pause());
  if (context.expired()) return 'time_budget';
  if (readMarker(text) || holdsNote(text)) return 'already_compressed';
  const start = text.slice(0, CERTAIN_CHARACTERS * Math.max(1, context.minTokens));
  if (start.length < text.length && context.tokens.count(start) >= 2 * context.minTokens) return undefined;
  if (!(yield* wait(context.counted(text)))) return 'time_budget';
  return context.tokens.count(text) < context.minTokens ? 'small' : undefined;
}

function reasonToKeep({ block }: DraftBlock, context: Context): string | undefined {
  if (block.pinned) return block.pinned;
  if (block.turn < context.frozenMessageCount) return 'frozen';
  if (block.role === 'system' && !context.compressSystemMessages) return 'system_message';
  if (block.role === 'user' && !context.compressUserMessages) return 'user_message';
  if (block.role === 'assistant') return 'assistant_message';
  if (block.isError && block.text.length < LONG_ERROR) return 'error_result';
  const tool = block.call?.tool;
  if (tool && bringsOriginals(tool, context.retrieveTool)) return 'retrieve_result';
  if (bringsBack(block.call?.input)) return 'retrieve_result';
  if (tool && context.excludeTools.some((glob) => matchesGlob(tool, glob))) return 'excluded_tool';
  if (block.text.length <= context.minTokens) return 'small';
  if (block.text.length > MAX_BLOCK_CHARACTERS) return 'too_large';
  if (!block.text.isWellFormed()) return 'invalid_text';
  if (hasOnlyReturns(block.text)) return 'no_line_feeds';
  return undefined;
}

/** Code that a model wrote to be run (not arguments) and that calls the retrieve tool: what it prints may be an original. */
function bringsBack(input: unknown): boolean {
  return typeof input === 'string' && input.includes(RETRIEVE_TOOL);
}

/** Redrawn lines have line feeds as well; lines that end in carriage returns alone are no lines to anybody. */
function hasOnlyReturns(text: string): boolean {
  if (text.includes('\n')) return false;
  let count = 0;
  for (let at = text.indexOf('\r'); at >= 0 && count < MANY_RETURNS; at = text.indexOf('\r', at + 1)) count++;
  return count === MANY_RETURNS;
}
