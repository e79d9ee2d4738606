import { queryWords } from '../formats/query-words.js';
import type { Block, Role, ToolCall } from '../model/block.js';

/** One text of a message: where it lives, and what is known of it alone. */
export interface TurnText extends Pick<Block, 'at' | 'text'> {
  readonly call?: ToolCall | undefined;
  readonly isError?: boolean;
  readonly pinned?: string | undefined;
}

/** One message of a conversation as a format reads it. */
export interface Turn {
  readonly role: Role;
  /** In the order the model reads them. */
  readonly texts: readonly TurnText[];
}

/**
 * The blocks of a conversation, for formats of frameworks: `read` says what one message holds, and this keeps the account of the
 * user's latest words. `read` notes the calls it comes by in `calls` and finds there those that later results answer.
 *
 * @example
 * ```ts
 * blocks: (messages) => readTurns(messages, ({ role, text }, index) => ({ role, texts: [{ at: [index, 'text'], text }] })),
 * ```
 */
export function* readTurns<Message>(
  messages: readonly Message[],
  read: (message: Message, index: number, calls: Map<unknown, ToolCall>) => Turn | undefined,
): Iterable<Block> {
  const calls = new Map<unknown, ToolCall>();
  let query = '';
  for (const [turn, message] of messages.entries()) {
    const found = read(message, turn, calls);
    if (!found) continue;
    const { role, texts } = found;
    if (role === 'user') query = queryWords(texts) || query;
    for (const { at, text, call, isError, pinned } of texts) {
      yield {
        at,
        text,
        turn,
        role,
        query,
        ...(call && { call }),
        ...(isError && { isError }),
        ...(pinned !== undefined && { pinned }),
      };
    }
  }
}
