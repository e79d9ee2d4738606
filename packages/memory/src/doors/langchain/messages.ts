import type { BaseMessage } from '@langchain/core/messages';
import { modelTurn } from '../fetch/wire-turns.js';
import type { PlaceOptions } from '../placing/door-options.js';
import { Placing } from '../placing/placing.js';
import type { ToldTurn } from '../placing/told-turn.js';
import { callOf, type LangChainCall, signalOf } from './langchain-call.js';

/** Messages with what is remembered in them; `told` is the config or the runtime of the run. */
export type RecallMessages = (messages: BaseMessage[], told?: unknown) => Promise<BaseMessage[]>;

/**
 * A step for chains, before the model: puts what is remembered at the end of the newest human message. All other messages stay the
 * same objects, and with nothing to say the same list comes back.
 *
 * @example
 * ```ts
 * const chain = prompt.pipe((value) => value.toChatMessages()).pipe(recallMessages({ memory, scope })).pipe(model);
 * ```
 * @throws HeadroomError `invalid_option`.
 */
export function recallMessages(options: PlaceOptions<LangChainCall>): RecallMessages {
  const placing = new Placing(options, 'recallMessages');
  return async (messages, told) => {
    const places = await placing.places(messages.map(toldTurn), { call: callOf(told), signal: signalOf(told) });
    if (places.size === 0) return messages;
    return messages.map((message, i) => withText(message, places.get(i)));
  };
}

/** Messages of earlier majors and of other copies of the package count too. */
function kindOf(message: BaseMessage): string {
  return typeof message._getType === 'function' ? message._getType() : 'unknown';
}

function toldTurn(message: BaseMessage): ToldTurn {
  const kind = kindOf(message);
  const { content } = message;
  if (kind === 'human') return { role: 'user', text: wordsOf(content) };
  if (kind !== 'ai' && kind !== 'tool' && kind !== 'function') return { role: 'aside', text: '' };
  const { tool_calls: calls = [] } = message as { tool_calls?: readonly { id?: string; name: string }[] };
  return modelTurn([content, calls.map(({ id, name }) => [id, name])]);
}

function wordsOf(content: unknown): string {
  if (!Array.isArray(content)) return typeof content === 'string' ? content : '';
  const texts = content.map((part) => (part?.type === 'text' ? part.text : undefined));
  return texts.filter((text) => typeof text === 'string').join('\n');
}

/** A new message of the same class with everything that was on it. */
function withText(message: BaseMessage, text: string | undefined): BaseMessage {
  if (text === undefined) return message;
  const { content } = message;
  const placed = Array.isArray(content) ? [...content, { type: 'text', text }] : `${content}\n\n${text}`;
  const copy = Object.assign(Object.create(Object.getPrototypeOf(message)), message, { content: placed });
  // Messages remember what they were made from, under the name of content or of its blocks.
  const { contentBlocks: _, ...made } = (message.lc_kwargs ?? {}) as Record<string, unknown>;
  copy.lc_kwargs = { ...made, content: placed };
  return copy;
}
