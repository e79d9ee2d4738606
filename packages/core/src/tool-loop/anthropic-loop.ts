import { isRecord } from '../formats/record.js';
import { withoutTool } from './close-request.js';
import type { Answer, Call, Fields, HiddenTurn, LoopDialect, PastTurn } from './loop-dialect.js';
import { isOwn, listAt, weave } from './own-call.js';
import { sumUsage } from './sum-usage.js';

function callOf(part: unknown): Call | undefined {
  if (!isRecord(part) || part.type !== 'tool_use' || typeof part.name !== 'string') return undefined;
  return { id: typeof part.id === 'string' ? part.id : undefined, name: part.name, input: part.input };
}

const isOurs = (part: unknown) => isOwn(callOf(part));

/** The tool loop over `/v1/messages`. */
export const anthropicLoop: LoopDialect = {
  name: 'anthropic',

  calls(response) {
    if (!isRecord(response) || !Array.isArray(response.content)) return undefined;
    return response.content.flatMap((part: unknown) => callOf(part) ?? []);
  },

  isCut: ({ stop_reason }) => stop_reason === 'max_tokens' || stop_reason === 'model_context_window_exceeded',

  turnEntries: ({ content }) => [{ role: 'assistant', content }],

  resultEntries: (answers) => [{ role: 'user', content: results(answers) }],

  hiddenResults: results,

  grow: (request, turn, entries) => ({ ...request, messages: [...listAt(request, 'messages'), ...turn, ...entries] }),

  close(request) {
    return withoutTool(request) ?? { ...request, tool_choice: { type: 'none' } };
  },

  visibleParts: ({ content }) => (Array.isArray(content) ? content.filter((part) => !isOurs(part)) : []),

  merge(responses) {
    const last = responses.at(-1) ?? {};
    const content = responses.flatMap(anthropicLoop.visibleParts);
    const calling = content.some((part) => callOf(part) !== undefined);
    const stop_reason = last.stop_reason === 'tool_use' && !calling ? 'end_turn' : last.stop_reason;
    return { ...last, content, stop_reason, usage: sumUsage(responses.map(({ usage }) => usage)) };
  },

  pastTurns(request) {
    const found: PastTurn[] = [];
    let ordinal = 0;
    for (const [at, entry] of listAt(request, 'messages').entries()) {
      if (!isRecord(entry) || entry.role !== 'assistant') continue;
      const call = listAt(entry, 'content')
        .map(callOf)
        .find((made) => made !== undefined && !isOwn(made));
      if (call) found.push({ at, call, ordinal });
      ordinal++;
    }
    return found;
  },

  modelTurns: (request) =>
    listAt(request, 'messages').filter((entry) => isRecord(entry) && entry.role === 'assistant').length,

  restore(request, hidden) {
    const messages = listAt(request, 'messages');
    const restored = messages.flatMap((entry, at) => {
      const before = hidden.get(at - 1);
      if (before && isAnswered(entry) && isRecord(entry)) {
        return [{ ...entry, content: [...before.results, ...listAt(entry, 'content')] }];
      }
      const own = hidden.get(at);
      return own && isRecord(entry) && isAnswered(messages[at + 1]) ? [...own.before, whole(entry, own)] : [entry];
    });
    return { ...request, messages: restored };
  },
};

function results(answers: readonly Answer[]): readonly unknown[] {
  return answers.map(({ call, text }) => ({ type: 'tool_result', tool_use_id: call.id, content: text }));
}

function isAnswered(next: unknown): boolean {
  return listAt(next, 'content').some((part) => isRecord(part) && part.type === 'tool_result');
}

function whole(entry: Fields, { turn, shownBefore }: HiddenTurn): Fields {
  const content = weave(listAt(entry, 'content'), listAt(turn[0], 'content'), shownBefore, isOurs);
  return { ...entry, content };
}
