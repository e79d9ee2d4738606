import { createHeadroom, type Headroom, type HeadroomOptions } from '@headroom/core';
import type { BaseMessage } from '@langchain/core/messages';
import { copyMessage } from './copy-message.js';
import { messageFormat } from './format.js';

/** How a door of LangChain works: every option of the engine, and which engine. */
export interface HeadroomDoorOptions extends Omit<HeadroomOptions, 'format' | 'signal'> {
  /** The engine to use, for example one that `headroomTool` shares. Default: one of its own. */
  readonly headroom?: Headroom;
}

/** An engine and the options of each call to it. */
export interface Door {
  readonly headroom: Headroom;
  readonly options: HeadroomOptions;
}

/** Checks the options once, so that misuse fails where it is written. */
export function openDoor({ headroom, ...options }: HeadroomDoorOptions): Door {
  const own = createHeadroom(options);
  return { headroom: headroom ?? own, options };
}

/**
 * Compresses tool results among LangChain messages: changed messages are new ones of the same class and id, all others stay the
 * same objects, and with nothing to change the same list comes back.
 */
export async function shortenMessages<Message extends BaseMessage>(
  { headroom, options }: Door,
  messages: Message[],
  more: HeadroomOptions = {},
): Promise<Message[]> {
  let read: readonly BaseMessage[] = messages;
  const format = {
    ...messageFormat,
    blocks(list: readonly BaseMessage[]) {
      read = list;
      return messageFormat.blocks(list);
    },
  };
  const { body } = await headroom.compress(messages, { ...options, ...more, format });
  if (body === messages) return messages;
  return body.map((edited, index) => {
    // A hook may have put another list in the place of the given one; what was read last is what was compressed.
    const original = read[index] as Message;
    return edited === original ? original : renewed(original, edited.content, options.onWarning);
  });
}

/** A class that cannot be made from its own fields stays as it is, and that is said. */
function renewed<Message extends BaseMessage>(
  message: Message,
  content: BaseMessage['content'],
  onWarning: HeadroomOptions['onWarning'],
): Message {
  try {
    return copyMessage(message, content);
  } catch {
    onWarning?.({
      code: 'edit_failed',
      message: `A ${message.constructor.name} could not be made again with a shorter text`,
    });
    return message;
  }
}

/** What a model cannot ask for must not be left out: the options for a call in which the retrieve tool is out of reach. */
export const LOSSLESS = { retrieval: 'summary', mode: 'lossless' } as const;

/** The model id of a LangChain chat model, for token counting. */
export function modelIdOf(model: unknown): { model?: string } {
  const { model: id, modelName, modelId } = (model ?? {}) as Record<string, unknown>;
  const found = [id, modelName, modelId].find((name) => typeof name === 'string' && name !== '');
  return typeof found === 'string' ? { model: found } : {};
}
