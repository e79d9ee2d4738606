import { answerWithPicture, type Retriever } from '../ccr/answer.js';
import { RETRIEVE_LIMIT_ANSWER, RETRIEVE_REFUSALS } from './limit-answer.js';
import type { Answer, Call, Fields, HiddenTurn, LoopDialect, TurnSign } from './loop-dialect.js';
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
  | { readonly kind: 'again'; readonly state: LoopState; readonly isAtLimit: boolean }
  | { readonly kind: 'done'; readonly hidden?: { readonly turn: HiddenTurn; readonly sign: TurnSign } };

/** How a loop answers, and how long. */
export interface RoundRules {
  readonly dialect: LoopDialect;
  readonly retriever: Retriever;
  /** Rounds with originals; then {@link RETRIEVE_LIMIT_ANSWER}. */
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
  if (ours.length === 0 && state.added.length === 0) return { kind: 'done' };
  if (dialect.isCut(response)) return ended(state, dialect, firstCall);
  // A model that only ever asks is not asked for ever.
  const isOver = ours.length === 0 || rounds >= maxRounds + RETRIEVE_REFUSALS;
  if (isOver && !firstCall) return ended(state, dialect, undefined);
  const answers = await Promise.all(ours.map((call) => answer(call, retriever, rounds > maxRounds)));
  if (firstCall)
    return { kind: 'done', hidden: { turn: hiddenTurn(state, dialect, response, answers), sign: firstCall } };
  const [turn, results] = [dialect.turnEntries(response), dialect.resultEntries(answers, response)];
  const request = dialect.grow(state.request, turn, results, response);
  const added = [...state.added, ...turn, ...results];
  return { kind: 'again', state: { ...state, request, added }, isAtLimit: rounds === maxRounds + 1 };
}

async function answer(call: Call, retriever: Retriever, isOverLimit: boolean): Promise<Answer> {
  return { call, ...(isOverLimit ? { text: RETRIEVE_LIMIT_ANSWER } : await answerWithPicture(retriever, call.input)) };
}

/** The model is done, in words, at the limit or cut short: our calls in the last response are dropped. */
function ended(state: LoopState, dialect: LoopDialect, firstCall: Call | undefined): Step {
  const sign = firstCall ?? dialect.words(state.responses);
  if (!sign || state.added.length === 0) return { kind: 'done' };
  const last = dialect.merge(state.responses.slice(-1));
  return { kind: 'done', hidden: { turn: hiddenTurn(state, dialect, last, []), sign } };
}

function hiddenTurn(
  { added, responses }: LoopState,
  dialect: LoopDialect,
  last: Fields,
  answers: readonly Answer[],
): HiddenTurn {
  return {
    before: added,
    turn: dialect.turnEntries(last),
    results: dialect.hiddenResults(answers, last),
    shownBefore: responses.slice(0, -1).flatMap(dialect.visibleParts).length,
  };
}
