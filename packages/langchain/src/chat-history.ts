import { BaseListChatMessageHistory } from '@langchain/core/chat_history';
import type { BaseMessage } from '@langchain/core/messages';
import { type Door, type HeadroomDoorOptions, openDoor, shortenMessages } from './shorten.js';

/** What any chat message history does. */
interface History {
  getMessages(): Promise<BaseMessage[]>;
  addMessage(message: BaseMessage): Promise<void>;
  addMessages(messages: BaseMessage[]): Promise<void>;
  clear(): Promise<void>;
}

/** A history that is stored in full and read short. */
export class HeadroomChatMessageHistory extends BaseListChatMessageHistory {
  override lc_namespace = ['headroom', 'chat_history'];
  readonly #base: History;
  readonly #door: Door;

  constructor(base: History, options: HeadroomDoorOptions = {}) {
    super();
    this.#base = base;
    this.#door = openDoor(options);
  }

  override async getMessages(): Promise<BaseMessage[]> {
    return shortenMessages(this.#door, await this.#base.getMessages());
  }
  override addMessage(message: BaseMessage): Promise<void> {
    return this.#base.addMessage(message);
  }
  override addMessages(messages: BaseMessage[]): Promise<void> {
    return this.#base.addMessages(messages);
  }
  override clear(): Promise<void> {
    return this.#base.clear();
  }
}
