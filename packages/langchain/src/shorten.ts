import type { BlockReport, Door, HeadroomOptions } from '@headroom/core';
import type { BaseMessage, ToolMessage } from '@langchain/core/messages';
import { isToolMessage, messageFormat } from './format.js';

/**
 * Compresses tool results among LangChain messages: changed messages are new ones of the same class with everything that was on
 * them, all others stay the same objects, and with nothing to change the same list comes back. `how` is for this one call.
 */
export async function shortenMessages<Message extends BaseMessage>(
  door: Door,
  messages: Message[],
  how: HeadroomOptions = {},
): Promise<Message[]> {
  return (await shortened(door, messages, how)).body;
}

/**
 * The same, with every result understandable by itself: none says that it is like an earlier one. For lists of which others may
 * take messages away afterwards.
 */
export async function shortenEach<Message extends BaseMessage>(
  door: Door,
  messages: Message[],
  how: HeadroomOptions = {},
): Promise<Message[]> {
  const { body, blocks } = await shortened(door, messages, how);
  const referring = new Set(blocks.filter(({ compressor }) => compressor === 'dedupe').map(({ turn }) => turn));
  if (referring.size === 0 || body.length !== messages.length) return body;
  const each = [...body];
  for (const turn of referring) {
    const message: BaseMessage = messages[turn] as Message;
    if (isToolMessage(message))
      each[turn] = (await shortenResult(door, each.slice(0, turn), message, how)) as BaseMessage as Message;
  }
  return each;
}

async function shortened<Message extends BaseMessage>(
  { headroom, options }: Door,
  messages: Message[],
  how: HeadroomOptions,
): Promise<{ readonly body: Message[]; readonly blocks: readonly BlockReport[] }> {
  const { body, blocks } = await headroom.compress(messages, { format: messageFormat, ...options, ...how });
  for (const { turn, outcome } of blocks) if (outcome !== 'kept') forgetOrigin(body[turn] as Message);
  return { body, blocks };
}

/** Messages remember what they were made from, under the name of content or of its blocks; a copy does not share that. */
function forgetOrigin(copy: BaseMessage): void {
  const { contentBlocks: _, ...made } = (copy.lc_kwargs ?? {}) as Record<string, unknown>;
  copy.lc_kwargs = { ...made, content: copy.content };
}

/** The engine refers to no text of which it may not be seen whole any more. */
const EARLIER = 'already_compressed';

/**
 * One tool result at its birth, given what was said before it, which stays as it is and is not referred to: it may be taken away
 * while the result stays. A `preCompress` hook sees both; of the list
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
        yield isResult(list[block.turn]) ? block : { ...block, pinned: EARLIER };
    },
  };
  const messages = await shortenMessages(door, [...before, result], { ...how, format });
  return messages.findLast(isResult) ?? result;
}
