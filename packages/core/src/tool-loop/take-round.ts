import { answerRetrieve, type Retriever } from '../ccr/answer.js';
import type { Answer, Call, Fields, HiddenTurn, LoopDialect } from './loop-dialect.js';
import { shownText } from './openai-chat-loop.js';
import { isOwn } from './own-call.js';

/** Where a tool loop stands after some rounds. */
export interface LoopState {
  /** The request as last sent. */
  readonly request: Fields;
  /** Everything hidden rounds added to the history so far. */
  readonly added: readonly unknown[];
  /** All responses so far, the latest included. */
  readonly responses: readonly Fields[];
}

/** What to do after a response: ask again, or give the client what it may see. */
export type Step =
  | { readonly kind: 'again'; readonly state: LoopState }
  | { readonly kind: 'done'; readonly hidden?: { readonly turn: HiddenTurn; readonly firstCall: Call } };

/** How a loop answers, and how long. */
export interface RoundRules {
  readonly dialect: LoopDialect;
  readonly retriever: Retriever;
  readonly maxRounds: number;
}

/** Reads the latest response of a loop, answers our calls in it, and says how to go on. */
export async function takeRound(state: LoopState, rules: RoundRules): Promise<Step> {
  const { dialect, retriever, maxRounds } = rules;
  const response = state.responses.at(-1) as Fields;
  const calls = dialect.calls(response) ?? [];
  const ours = calls.filter(isOwn);
  const firstCall = calls.find((call) => !isOwn(call));
  const rounds = state.responses.length;
  const nothingHidden = ours.length === 0 && (state.added.length === 0 || !firstCall);
  if (nothingHidden || dialect.isCut(response)) return { kind: 'done' };
  // After the last round nothing more is asked; a call that a server lets through all the same is dropped.
  if (!firstCall && rounds > maxRounds) return { kind: 'done' };
  const answers = await Promise.all(ours.map((call) => answer(call, retriever)));
  if (firstCall) return { kind: 'done', hidden: { turn: hiddenTurn(state, dialect, answers), firstCall } };
  const [turn, results] = [dialect.turnEntries(response), dialect.resultEntries(answers)];
  const grown = dialect.grow(state.request, turn, results, response);
  const request = rounds === maxRounds ? dialect.close(grown) : grown;
  return { kind: 'again', state: { ...state, request, added: [...state.added, ...turn, ...results] } };
}

async function answer(call: Call, retriever: Retriever): Promise<Answer> {
  return { call, text: await answerRetrieve(retriever, call.input) };
}

function hiddenTurn({ added, responses }: LoopState, dialect: LoopDialect, answers: readonly Answer[]): HiddenTurn {
  const earlier = responses.slice(0, -1);
  const shown = dialect.name === 'openai-chat' && earlier.length > 0 ? shownText(responses) : undefined;
  return {
    before: added,
    turn: dialect.turnEntries(responses.at(-1) as Fields),
    results: dialect.hiddenResults(answers),
    shownBefore: earlier.flatMap(dialect.visibleParts).length,
    ...(typeof shown === 'string' ? { shownText: shown } : {}),
  };
}
