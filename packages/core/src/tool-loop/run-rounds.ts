import type { Retriever } from '../ccr/answer.js';
import { isRecord } from '../formats/record.js';
import type { WarningCode } from '../model/report.js';
import type { HiddenTurns } from './hidden-turns.js';
import type { LoopApi } from './loop-api.js';
import type { Fields, HiddenTurn, TurnSign } from './loop-dialect.js';
import { isOwn } from './own-call.js';
import type { Said } from './said.js';
import type { ShownIds } from './shown-ids.js';
import { type LoopState, type Step, takeRound } from './take-round.js';

/** One request of a client, and what its rounds need. */
export interface Conversation {
  /** The request as the client wrote it. */
  readonly given: Fields;
  readonly api: Pick<LoopApi, 'dialect' | 'format'>;
  readonly retriever: Retriever;
  readonly maxRounds: number;
  /** What the client says was said so far. */
  readonly said: Said;
  readonly hidden: HiddenTurns;
  readonly ids: ShownIds;
  readonly warn: (code: WarningCode, message: string) => void;
}

/** Sends a request and gives the answer, whatever it is. */
export type SendPlain = (request: Fields) => Promise<unknown>;

/** Sends until the model speaks without our tool. */
export async function runRounds(first: Fields, send: SendPlain, conversation: Conversation): Promise<unknown> {
  const { dialect } = conversation.api;
  let state: LoopState = { request: first, added: [], responses: [] };
  for (;;) {
    const response = await send(state.request);
    // Errors and shapes we do not know are the door's to deliver, as they are.
    if (!isRecord(response) || dialect.calls(response) === undefined) return response;
    state = { ...state, responses: [...state.responses, response] };
    const taken = await step(state, conversation);
    if (taken.kind === 'again') state = taken.state;
    else if (state.responses.length === 1 && !dialect.calls(response)?.some(isOwn)) return response;
    else return dialect.merge(state.responses);
  }
}

/** The step of a streamed answer: what the client continues from is kept before the stream ends. */
export function streamedStep(conversation: Conversation): (state: LoopState) => Promise<Step> {
  const { api, ids, warn } = conversation;
  return async (state) => {
    const taken = await step(state, conversation);
    if (taken.kind === 'again') return taken;
    try {
      await ids.keep(conversation.said, state.responses, api.dialect);
    } catch {
      const lost =
        'The id of a response could not be stored; a request that continues it by id will miss its last round';
      warn('store_failed', lost);
    }
    return taken;
  };
}

/** {@link takeRound} that also keeps what the client will not see. */
async function step(state: LoopState, conversation: Conversation): Promise<Step> {
  const { api, retriever, maxRounds, warn } = conversation;
  const taken = await takeRound(state, { dialect: api.dialect, retriever, maxRounds });
  if (taken.kind === 'done' && taken.hidden) await keep(taken.hidden, conversation);
  if (taken.kind === 'again' && taken.isAtLimit) {
    warn('retrieve_limit', `The model asked for originals more than ${maxRounds} times in a row and is told to go on`);
  }
  return taken;
}

async function keep(
  { turn, sign }: { readonly turn: HiddenTurn; readonly sign: TurnSign },
  { said, hidden, warn }: Conversation,
): Promise<void> {
  try {
    await hidden.keep(said, sign, turn);
  } catch {
    const lost = 'A hidden retrieve call could not be stored; the next request of this conversation goes on without it';
    warn('store_failed', lost);
  }
}
