import type { Retriever } from '@headroom/core';
import type { HiddenRounds } from './hidden-rounds.js';
import type { CallOptions, Message } from './language-model.js';
import type { Door } from './options.js';
import type { Round } from './round.js';

/** What the retrieve loops need to know of the call they work for. */
export interface Conversation {
  readonly headroom: Retriever;
  readonly maxRounds: number;
  /** The options of the next call; after the last round the model has to answer without tools. */
  next<Options extends CallOptions>(params: Options, prompt: readonly Message[], rounds: number): Options;
  finish(rounds: readonly Round[], last: Round): Promise<void>;
}

/** One call of the middleware; `given` is the prompt as the caller wrote it. */
export function converse(door: Door, hidden: HiddenRounds, given: readonly Message[]): Conversation {
  const { headroom, maxRetrieveRounds: maxRounds, onWarning } = door;
  return {
    headroom,
    maxRounds,
    next(params, prompt, rounds) {
      if (rounds < maxRounds) return { ...params, prompt };
      const message = `The model asked for originals ${rounds} times in one call and has to answer now`;
      onWarning?.({ code: 'retrieve_limit', message });
      return { ...params, prompt, toolChoice: { type: 'none' } };
    },
    finish: (rounds, last) => hidden.remember(given, rounds, last),
  };
}
