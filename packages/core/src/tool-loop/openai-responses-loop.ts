import { isRecord } from '../formats/record.js';
import { withoutTool } from './close-request.js';
import type { Answer, Call, Fields, HiddenTurn, LoopDialect, PastTurn } from './loop-dialect.js';
import { isOwn, listAt, weave } from './own-call.js';
import { sumUsage } from './sum-usage.js';

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

  turnEntries: (response) => listAt(response, 'output'),

  resultEntries: results,

  hiddenResults: results,

  grow(request, turn, entries, response) {
    // The conversation already holds the turn; sending it again would double its items.
    if (request.conversation !== undefined && request.conversation !== null) return { ...request, input: entries };
    if (typeof request.previous_response_id === 'string' && response.store !== false) {
      return { ...request, previous_response_id: response.id, input: entries };
    }
    return { ...request, input: [...historyOf(request), ...turn, ...entries] };
  },

  close: (request) => withoutTool(request) ?? { ...request, tool_choice: 'none' },

  visibleParts: (response) => listAt(response, 'output').filter((item) => !isOurs(item)),

  merge(responses) {
    const last = responses.at(-1) ?? {};
    const output = responses.flatMap(openaiResponsesLoop.visibleParts);
    const usage = sumUsage(responses.map((response) => response.usage));
    return { ...last, output, ...(usage === undefined ? {} : { usage }) };
  },

  pastTurns(request) {
    const input = listAt(request, 'input');
    const known = new Set(input.map((item) => callOf(item)?.id));
    const found: PastTurn[] = [];
    let ordinal = 0;
    for (const [at, item] of input.entries()) {
      if (isSpoken(item) && !isSpoken(input[at - 1])) ordinal++;
      const call = callOf(item);
      if (call && !isOwn(call)) found.push({ at, sign: call, ordinal: ordinal - 1 });
      // A result whose call is not here: the provider keeps the history, and only the result's id tells the turn.
      else if (isResult(item) && isRecord(item) && typeof item.call_id === 'string' && !known.has(item.call_id))
        found.push({ at, sign: { id: item.call_id, name: '', input: undefined }, ordinal: -1 });
    }
    return found;
  },

  modelTurns: (request) =>
    listAt(request, 'input').filter((item, at, input) => isSpoken(item) && !isSpoken(input[at - 1])).length,

  restore(request, hidden) {
    let input = listAt(request, 'input');
    for (const [at, own] of [...hidden].sort(([a], [b]) => b - a)) input = restoredAt(input, at, own);
    return { ...request, input };
  },
};

function results(answers: readonly Answer[]): readonly unknown[] {
  return answers.map(({ call, text }) => ({ type: 'function_call_output', call_id: call.id, output: text }));
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

function restoredAt(input: readonly unknown[], at: number, own: HiddenTurn): readonly unknown[] {
  if (isResult(input[at])) return [...input.slice(0, at), ...own.results, ...input.slice(at)];
  let start = at;
  while (start > 0 && isSpoken(input[start - 1])) start--;
  let end = at + 1;
  while (end < input.length && isSpoken(input[end])) end++;
  const seen = input.slice(start, end);
  const turn = weave(seen, own.turn, own.shownBefore, isOurs);
  // The client lists calls and results in an order of its own: left alone, the conversation is whole without our part.
  if (!turn) return input;
  return [...input.slice(0, start), ...own.before, ...turn, ...own.results, ...input.slice(end)];
}
