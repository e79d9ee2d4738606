import { HeadroomError } from '@headroom/core';
import { BaseListChatMessageHistory } from '@langchain/core/chat_history';
import {
  type BaseMessage,
  mapChatMessagesToStoredMessages,
  mapStoredMessagesToChatMessages,
  type StoredMessage,
} from '@langchain/core/messages';
import type { Memory } from '../../model/memory.js';
import type { MemoryRecord, NewRecord } from '../../model/record.js';
import { Scope } from '../../model/scope.js';

/** What a history is kept in. */
export interface MemoryHistoryOptions {
  readonly memory: Memory;
  /** The session; undefined where it is not known: then there is no history, and nothing can be added. */
  readonly scope: Scope<'session'> | undefined;
}

const TAG = 'chat-history';
const PAGE = 500;

/**
 * A chat history that is kept in memory, a record a message: exactly what was said comes back, and what was said in a session can
 * be recalled from other sessions of its user (`within`). `clear()` forgets; `memory.prune()` removes.
 *
 * @example
 * ```ts
 * const getMessageHistory = (id: string) =>
 *   new MemoryChatMessageHistory({ memory, scope: Scope.user('ann').session(id) });
 * ```
 * @throws HeadroomError `invalid_option`.
 */
export class MemoryChatMessageHistory extends BaseListChatMessageHistory {
  override lc_namespace = ['headroom', 'memory'];
  readonly #memory: Memory;
  readonly #scope: Scope | undefined;

  constructor(options: MemoryHistoryOptions) {
    super();
    const { memory, scope } = options ?? {};
    if (typeof memory?.rememberAll !== 'function')
      throw new HeadroomError('invalid_option', 'A chat history needs a `memory` made by createMemory()', 'memory');
    if (!('scope' in options) || (scope !== undefined && !(Scope.isScope(scope) && scope.level === 'session')))
      throw new HeadroomError(
        'invalid_option',
        'A chat history belongs to a session: Scope.user(…).session(…)',
        'scope',
      );
    this.#memory = memory;
    this.#scope = scope;
  }

  override async getMessages(): Promise<BaseMessage[]> {
    const records = await this.#records();
    const stored = records.map(({ metadata }) => metadata.message as unknown as StoredMessage);
    return mapStoredMessagesToChatMessages(stored);
  }

  override addMessage(message: BaseMessage): Promise<void> {
    return this.addMessages([message]);
  }

  override async addMessages(messages: BaseMessage[]): Promise<void> {
    const scope = this.#scope;
    if (!scope) throw new HeadroomError('invalid_argument', 'It is not known whose history this is', 'scope');
    const stored = mapChatMessagesToStoredMessages(messages);
    await this.#memory.rememberAll(messages.map((message, i) => recordOf(message, stored[i] as StoredMessage, scope)));
  }

  override async clear(): Promise<void> {
    const scope = this.#scope;
    if (!scope) return;
    for (const { id } of await this.#records()) await this.#memory.forget(scope, id, 'clear');
  }

  /** The session's own, oldest first. */
  async #records(): Promise<readonly MemoryRecord[]> {
    const scope = this.#scope;
    if (!scope) return [];
    const found: MemoryRecord[] = [];
    for (let after: string | undefined; ; ) {
      const page = await this.#memory.list({ scope, tags: [TAG], limit: PAGE, ...(after !== undefined && { after }) });
      found.push(...page.filter((record) => record.scope.path === scope.path));
      if (page.length < PAGE) return found.reverse();
      after = page.at(-1)?.id;
    }
  }
}

/** A turn to be recalled by its words; messages without any, as calls of tools, are kept under a sign. */
function recordOf(message: BaseMessage, stored: StoredMessage, scope: Scope): NewRecord {
  const words = message.text.trim() === '' ? '…' : message.text;
  return {
    scope,
    kind: 'turn',
    text: words.slice(0, 100_000),
    tags: [TAG],
    source: { conversation: scope.sessionName as string, speaker: message.name || message._getType() },
    metadata: { message: JSON.parse(JSON.stringify(stored)) },
  };
}
