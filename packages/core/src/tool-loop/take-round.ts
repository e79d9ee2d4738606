import { answerRetrieve, type Retriever } from '../ccr/answer.js';
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
  | { readonly kind: 'again'; readonly state: LoopState; readonly isLast: boolean }
  | { readonly kind: 'done'; readonly hidden?: { readonly turn: HiddenTurn; readonly sign: TurnSign } };

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
  const nothingHidden = ours.length === 0 && state.added.length === 0;
  if (nothingHidden || dialect.isCut(response)) return { kind: 'done' };
  // After the last round nothing more is asked; a call that a server lets through all the same is dropped.
  const isOver = ours.length === 0 || rounds > maxRounds;
  if (isOver && !firstCall) return spoken(state, dialect);
  const answers = await Promise.all(ours.map((call) => answer(call, retriever)));
  if (firstCall)
    return { kind: 'done', hidden: { turn: hiddenTurn(state, dialect, response, answers), sign: firstCall } };
  const [turn, results] = [dialect.turnEntries(response), dialect.resultEntries(answers)];
  const grown = dialect.grow(state.request, turn, results, response);
  const isLast = rounds === maxRounds;
  const request = isLast ? dialect.close(grown) : grown;
  return { kind: 'again', state: { ...state, request, added: [...state.added, ...turn, ...results] }, isLast };
}

async function answer(call: Call, retriever: Retriever): Promise<Answer> {
  return { call, text: await answerRetrieve(retriever, call.input) };
}

/** The model has answered in words; where they tell the turn later, so are the rounds that led to it. */
function spoken(state: LoopState, dialect: LoopDialect): Step {
  const sign = dialect.words(state.responses);
  if (!sign) return { kind: 'done' };
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
    results: dialect.hiddenResults(answers),
    shownBefore: responses.slice(0, -1).flatMap(dialect.visibleParts).length,
  };
}
