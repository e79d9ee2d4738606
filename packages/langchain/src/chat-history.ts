import { type Door, type DoorOptions, openDoor } from '@headroom/core';
import { BaseListChatMessageHistory } from '@langchain/core/chat_history';
import type { BaseMessage } from '@langchain/core/messages';
import { shortenEach } from './shorten.js';

type History = Pick<BaseListChatMessageHistory, 'getMessages' | 'addMessage' | 'addMessages' | 'clear'>;

/** A history that is stored in full and read short. */
export class HeadroomChatMessageHistory extends BaseListChatMessageHistory {
  override lc_namespace = ['headroom', 'chat_history'];
  readonly #base: History;
  readonly #door: Door;

  constructor(base: History, options: DoorOptions = {}) {
    super();
    this.#base = base;
    this.#door = openDoor(options, 'langchain');
  }

  override async getMessages(): Promise<BaseMessage[]> {
    return shortenEach(this.#door, await this.#base.getMessages());
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
