import { callOptions, canRetrieve, type Door, type HeadroomOptions } from '@headroom/core';
import type { BaseMessage } from '@langchain/core/messages';
import { type CallContext, HeadroomChatModel } from './chat-model.js';
import { rewrap } from './rewrap.js';

/** A call of the model as a middleware has prepared it. */
export interface PreparedCall {
  readonly model: unknown;
  /** The messages as they were, and as they were shortened. */
  readonly messages: readonly BaseMessage[];
  readonly short: readonly BaseMessage[];
  /** How they were shortened. */
  readonly how: HeadroomOptions;
  /** Told that the retrieve tool is not among the tools in the end. */
  readonly missing: () => void;
}

/**
 * The model of a call with the last word on its messages: middlewares behind ours may take tools away that the short messages
 * name, or clear messages that they refer to. Where they did, the originals of what is left are shortened anew; else the model
 * reads what it was given.
 */
export function corrected<Model>(door: Door, call: PreparedCall & { readonly model: Model }): Model {
  const { model, how, missing } = call;
  // Copies: middlewares also change lists in place.
  const [messages, short] = [[...call.messages], [...call.short]];
  const isPaired = short.length === messages.length;
  const originals = new Map(isPaired ? short.map((each, index) => [each, messages[index] as BaseMessage]) : []);
  const restore: CallContext['restore'] = (given, boundTools) => {
    const isThere = canRetrieve(boundTools);
    // The framework may have put its own in front.
    const start = given.length - short.length;
    const isWhole = start >= 0 && short.every((each, index) => each === given[start + index]);
    const isUnnamed = how.retrieval !== 'tool' || isThere;
    if (isWhole && isUnnamed) return undefined;
    if (!isUnnamed) missing();
    const restored = isWhole
      ? [...given.slice(0, start), ...messages]
      : given.map((message) => originals.get(message) ?? message);
    const outOfReach = () => ({ ...how, ...callOptions(door, { model: how.model, reachable: false }) });
    return { messages: restored, how: isUnnamed ? how : outOfReach() };
  };
  const { headroom, options } = door;
  return rewrap(model, (each) => new HeadroomChatModel(each, { ...options, headroom }, { restore })) as Model;
}
