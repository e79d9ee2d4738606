import { callOptions, type DoorOptions, openDoor } from '@headroom/core';
import type { BaseMessage } from '@langchain/core/messages';
import { shortenEach } from './shorten.js';

/** What `contextEditingMiddleware` of LangChain takes among its `edits`. */
export interface HeadroomEdit {
  apply(given: { messages: BaseMessage[]; model?: unknown }): Promise<void>;
}

/**
 * An edit for `contextEditingMiddleware({ edits: [headroomEdit()] })`: tool results become shorter in place, where the stock edit
 * clears them. Set `retrieval: 'tool'` only where `headroomTool` of the same engine is among the agent's tools.
 */
export function headroomEdit(options: DoorOptions = {}): HeadroomEdit {
  const door = openDoor(options, 'langchain');
  return {
    async apply({ messages, model }) {
      const shorter = await shortenEach(door, messages, callOptions(door, { model }));
      if (shorter !== messages) messages.splice(0, messages.length, ...shorter);
    },
  };
}
