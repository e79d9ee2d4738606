import type { BaseMessage } from '@langchain/core/messages';
import { type HeadroomDoorOptions, modelIdOf, openDoor, shortenMessages } from './shorten.js';

/** What `contextEditingMiddleware` of LangChain takes among its `edits`. */
export interface HeadroomEdit {
  apply(given: { messages: BaseMessage[]; model?: unknown }): Promise<void>;
}

/**
 * An edit for `contextEditingMiddleware({ edits: [headroomEdit()] })`: tool results become shorter in place, where the stock edit
 * clears them. Set `retrieval: 'tool'` only where `headroomTool` of the same engine is among the agent's tools.
 */
export function headroomEdit(options: HeadroomDoorOptions = {}): HeadroomEdit {
  const door = openDoor(options);
  return {
    async apply({ messages, model }) {
      const shorter = await shortenMessages(door, messages, { ...modelIdOf(model), ...door.options });
      if (shorter !== messages) messages.splice(0, messages.length, ...shorter);
    },
  };
}
