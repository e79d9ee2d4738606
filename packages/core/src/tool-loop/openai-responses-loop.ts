import { isRecord } from '../formats/record.js';
import { shownWith } from '../pictures/wires.js';
import type { Answer, Call, Fields, HiddenTurn, LoopDialect, PastTurn } from './loop-dialect.js';
import { withOpenCalls } from './open-calls.js';
import { isOwn, listAt, weave } from './own-call.js';
import { sumUsage } from './sum-usage.js';
import { textOf } from './turn-sign.js';

function callOf(item: unknown): Call | undefined {
  if (!isRecord(item) || (item.type !== 'function_call' && item.type !== 'custom_tool_call')) return undefined;
  if (typeof item.name !== 'string') return undefined;
  const id = typeof item.call_id === 'string' ? item.call_id : undefined;
  return { id, name: item.name, input: item.arguments ?? item.input };
}

const isOurs = (item: unknown) => isOwn(callOf(item));
const isResult = (item: unknown) => isRecord(item) && typeof item.type === 'string' && item.type.endsWith('_output');

/** The tool loop over `/v1/responses`, with the history in the request or kept by the provider. */
export const openaiResponsesLoop: LoopDialect = {
  name: 'openai-responses',
  continuesBy: 'previous_response_id',

  calls(response) {
    if (!isRecord(response) || !Array.isArray(response.output)) return undefined;
    return response.output.flatMap((item: unknown) => callOf(item) ?? []);
  },

  isCut: ({ status }) => status === 'incomplete',

  prepare: withReasoning,

  turnEntries: (response) => listAt(response, 'output'),

  resultEntries: results,

  hiddenResults: results,

  grow(request, turn, entries, response) {
    const isKept = request.store !== false && response.store !== false;
    if (typeof request.previous_response_id === 'string' && isKept) {
      return { ...request, previous_response_id: response.id, input: entries };
    }
    return { ...request, input: [...historyOf(request), ...turn, ...entries] };
  },

  visibleParts: (response) => listAt(response, 'output').filter((item) => !isOurs(item)),

  merge(responses) {
    const last = responses.at(-1) ?? {};
    const output = responses.flatMap(openaiResponsesLoop.visibleParts);
    const usage = sumUsage(responses.map((response) => response.usage));
    const id = last.store === false ? last.id : withOpenCalls(last.id, openCalls(last));
    return { ...last, ...(id === undefined ? {} : { id }), output, ...(usage === undefined ? {} : { usage }) };
  },

  pastTurns(request, from = 0) {
    const input = listAt(request, 'input');
    // A turn that was not over may have gone on.
    let first = from;
    while (first > 0 && isSpoken(input[first - 1])) first--;
    return openaiResponsesLoop.modelTurns(request, first).flatMap((at): PastTurn | [] => {
      const turn = input.slice(at, endOf(input, at));
      const call = turn.map(callOf).find((made) => made !== undefined && !isOwn(made));
      const sign = call ?? spokenText(turn);
      return sign ? { at, sign } : [];
    });
  },

  words: (responses) => spokenText(responses.flatMap(openaiResponsesLoop.visibleParts)),

  history: historyOf,

  modelTurns(request, from = 0) {
    const input = listAt(request, 'input');
    const turns: number[] = [];
    for (let at = from; at < input.length; at++) if (isSpoken(input[at]) && !isSpoken(input[at - 1])) turns.push(at);
    return turns;
  },

  restore(request, hidden) {
    let input = listAt(request, 'input');
    for (const [at, own] of [...hidden].sort(([a], [b]) => b - a)) input = restoredAt(input, at, own);
    return { ...request, input };
  },
};

const ENCRYPTED = 'reasoning.encrypted_content';

/** Where the provider keeps nothing, reasoning goes on only if it comes back with its encrypted content. */
function withReasoning(request: Fields): Fields {
  const include = listAt(request, 'include');
  if (request.store !== false || include.includes(ENCRYPTED) || !reasons(request)) return request;
  return { ...request, include: [...include, ENCRYPTED] };
}

/** Other models refuse to be asked for reasoning. */
function reasons(request: Fields): boolean {
  if (isRecord(request.reasoning) || historyOf(request).some((item) => isRecord(item) && item.type === 'reasoning'))
    return true;
  const { model } = request;
  return typeof model === 'string' && /^(?:o[1-9]|gpt-(?:[5-9]|\d\d)|codex)/.test(model) && !model.includes('-chat');
}

/** Calls of ours that the provider keeps without an answer. */
function openCalls(response: Fields): readonly Call[] {
  return listAt(response, 'output').flatMap((item) => {
    const call = callOf(item);
    return call && isOwn(call) && (item as Fields).status !== 'incomplete' ? call : [];
  });
}

function results(answers: readonly Answer[]): readonly unknown[] {
  return answers.map(({ call, text, picture }) => ({
    type: 'function_call_output',
    call_id: call.id,
    output: picture ? shownWith('openai-responses', text, picture) : text,
  }));
}

function historyOf({ input }: Fields): readonly unknown[] {
  if (Array.isArray(input)) return input;
  return typeof input === 'string' ? [{ role: 'user', content: input }] : [];
}

/** An item that the model wrote. */
function isSpoken(item: unknown): boolean {
  if (!isRecord(item) || isResult(item)) return false;
  return item.role === 'assistant' || (item.role === undefined && typeof item.type === 'string');
}

function spokenText(items: readonly unknown[]): string {
  return items.map((item) => (isRecord(item) && item.role === 'assistant' ? textOf(item.content) : '')).join('');
}

/** Where the items end that the model wrote together. */
function endOf(input: readonly unknown[], start: number): number {
  let end = start + 1;
  while (end < input.length && isSpoken(input[end])) end++;
  return end;
}

function restoredAt(input: readonly unknown[], start: number, own: HiddenTurn): readonly unknown[] {
  const end = endOf(input, start);
  const turn = weave(input.slice(start, end), own.turn, own.shownBefore, isOurs);
  // The client lists calls and results in an order of its own: left alone, the conversation is whole without our part.
  if (!turn) return input;
  return [...input.slice(0, start), ...own.before, ...turn, ...own.results, ...input.slice(end)];
}
