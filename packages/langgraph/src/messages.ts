import { type DoorOptions, openDoor } from '@headroom/core';
import { shortenEach, shortenMessages } from '@headroom/langchain';
import type { BaseMessage } from '@langchain/core/messages';

/** How the nodes and hooks of this door work. */
export interface HeadroomNodeOptions extends DoorOptions {
  /** The key of the state that holds the messages. Default `messages`. */
  readonly messagesKey?: string;
}

/** What a node or hook is told about the run, as far as it is read. */
interface RunConfig {
  readonly signal?: AbortSignal | undefined;
  readonly configurable?: { readonly headroom?: unknown; readonly thread_id?: unknown } | undefined;
}

type State = object;

/**
 * A node that replaces long tool messages in the state by short ones of the same id, so that a reducer by id never doubles them.
 * Running it again, or replaying a checkpoint through it, changes nothing more.
 *
 * @example
 * ```ts
 * graph.addNode('shorten', compressMessages()).addEdge('tools', 'shorten').addEdge('shorten', 'agent');
 * ```
 * @throws HeadroomError for unknown, invalid or contradictory options.
 */
export function compressMessages(options: HeadroomNodeOptions = {}) {
  const { messagesKey = 'messages', ...rest } = options;
  const door = openDoor(rest, 'langgraph');
  return async (state: State, config?: RunConfig): Promise<Record<string, BaseMessage[]>> => {
    const messages = messagesOf(state, messagesKey);
    if (config?.configurable?.headroom === false) return {};
    // Each by itself: later nodes may take messages away.
    const shorter = await shortenEach(door, messages, config?.signal ? { signal: config.signal } : {});
    // Without an id a reducer could only append.
    const changed = shorter.filter((message, index) => message !== messages[index] && typeof message.id === 'string');
    return changed.length > 0 ? { [messagesKey]: changed } : {};
  };
}

/**
 * A `preModelHook`: the model reads short tool messages while the state keeps the full ones.
 *
 * @example
 * ```ts
 * const agent = createReactAgent({ llm, tools, preModelHook: headroomPreModelHook() });
 * ```
 * @throws HeadroomError for unknown, invalid or contradictory options.
 */
export function headroomPreModelHook(options: HeadroomNodeOptions = {}) {
  const { messagesKey = 'messages', ...rest } = options;
  const shorten = shortener(rest);
  return async (state: State, config?: RunConfig): Promise<{ llmInputMessages: BaseMessage[] }> => ({
    llmInputMessages: await shorten(messagesOf(state, messagesKey), config),
  });
}

/**
 * The messages of a state as a model should read them, for nodes that call models themselves. In a thread (`thread_id`) what a
 * model has read once is recorded, and is the same in every later run.
 *
 * @example
 * ```ts
 * const read = shortener({ headroom });
 * const agent = async (state) => ({ messages: [await llm.invoke(await read(state.messages))] });
 * ```
 */
export function shortener(options: DoorOptions = {}) {
  const door = openDoor(options, 'langgraph');
  return async (messages: BaseMessage[], config?: RunConfig): Promise<BaseMessage[]> => {
    if (config?.configurable?.headroom === false) return messages;
    const thread = config?.configurable?.thread_id;
    const isNamed = typeof thread === 'string' && thread !== '' && door.options.conversation === undefined;
    return shortenMessages(door, messages, {
      ...(config?.signal && { signal: config.signal }),
      ...(isNamed && { conversation: thread }),
    });
  };
}

function messagesOf(state: State, key: string): BaseMessage[] {
  const messages = (state as Record<string, unknown>)[key];
  return Array.isArray(messages) ? (messages as BaseMessage[]) : [];
}
