import type { Door, HeadroomOptions } from '@headroom/core';
import type { BaseMessage, ToolMessage } from '@langchain/core/messages';
import { isToolMessage, messageFormat } from './format.js';

/**
 * Compresses tool results among LangChain messages: changed messages are new ones of the same class with everything that was on
 * them, all others stay the same objects, and with nothing to change the same list comes back. `how` is for this one call.
 */
export async function shortenMessages<Message extends BaseMessage>(
  { headroom, options }: Door,
  messages: Message[],
  how: HeadroomOptions = {},
): Promise<Message[]> {
  const { body, blocks } = await headroom.compress(messages, { format: messageFormat, ...options, ...how });
  for (const { turn, outcome } of blocks) if (outcome !== 'kept') forgetOrigin(body[turn] as Message);
  return body;
}

/** Messages remember what they were made from, under the name of content or of its blocks; a copy does not share that. */
function forgetOrigin(copy: BaseMessage): void {
  const { contentBlocks: _, ...made } = (copy.lc_kwargs ?? {}) as Record<string, unknown>;
  copy.lc_kwargs = { ...made, content: copy.content };
}

/**
 * One tool result at its birth, given what was said before it, which stays as it is. A `preCompress` hook sees both; of the list
 * it returns, the message that answers the same call is the result.
 */
export async function shortenResult(
  door: Door,
  before: readonly BaseMessage[],
  result: ToolMessage,
  how: HeadroomOptions = {},
): Promise<ToolMessage> {
  const isResult = (message: unknown): message is ToolMessage =>
    isToolMessage(message) && message.tool_call_id === result.tool_call_id;
  const format: typeof messageFormat = {
    ...messageFormat,
    *blocks(list) {
      for (const block of messageFormat.blocks(list))
        yield isResult(list[block.turn]) ? block : { ...block, pinned: 'already told' };
    },
  };
  const messages = await shortenMessages(door, [...before, result], { ...how, format });
  return messages.findLast(isResult) ?? result;
}
