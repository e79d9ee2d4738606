import { isRecord } from '../formats/record.js';
import { withoutTool } from './close-request.js';
import type { Answer, Call, Fields, HiddenTurn, LoopDialect, PastTurn } from './loop-dialect.js';
import { isOwn, listAt, weave } from './own-call.js';
import { sumUsage } from './sum-usage.js';

function callOf(part: unknown): Call | undefined {
  const made = isRecord(part) ? (part.functionCall ?? part.function_call) : undefined;
  if (!isRecord(made) || typeof made.name !== 'string') return undefined;
  return { id: typeof made.id === 'string' && made.id ? made.id : undefined, name: made.name, input: made.args };
}

const isOurs = (part: unknown) => isOwn(callOf(part));

function candidateOf(response: unknown): Fields | undefined {
  const candidates = listAt(response, 'candidates');
  return candidates.length === 1 && isRecord(candidates[0]) ? candidates[0] : undefined;
}

const partsOf = (response: unknown) => listAt(candidateOf(response)?.content, 'parts');

/** The tool loop over `generateContent`. */
export const geminiLoop: LoopDialect = {
  name: 'gemini',

  calls(response) {
    return candidateOf(response) && partsOf(response).flatMap((part) => callOf(part) ?? []);
  },

  isCut: (response) => candidateOf(response)?.finishReason === 'MAX_TOKENS',

  turnEntries: (response) => [{ role: 'model', parts: partsOf(response) }],

  resultEntries: (answers) => [{ role: 'user', parts: results(answers) }],

  hiddenResults: results,

  grow: (request, turn, entries) => ({ ...request, contents: [...historyOf(request), ...turn, ...entries] }),

  close(request) {
    const inConfig = isRecord(request.config);
    const owner = isRecord(request.config) ? request.config : request;
    const closed = withoutTool(owner) ?? { ...owner, toolConfig: { functionCallingConfig: { mode: 'NONE' } } };
    return inConfig ? { ...request, config: closed } : closed;
  },

  visibleParts: (response) => partsOf(response).filter((part) => !isOurs(part)),

  merge(responses) {
    const last = responses.at(-1) ?? {};
    const candidate = candidateOf(last);
    if (!candidate) return last;
    const parts = responses.flatMap(geminiLoop.visibleParts);
    const content = { ...(isRecord(candidate.content) ? candidate.content : { role: 'model' }), parts };
    const usageMetadata = sumUsage(responses.map((response) => response.usageMetadata));
    return {
      ...last,
      candidates: [{ ...candidate, content }],
      ...(usageMetadata === undefined ? {} : { usageMetadata }),
    };
  },

  pastTurns(request) {
    const found: PastTurn[] = [];
    let ordinal = 0;
    for (const [at, entry] of listAt(request, 'contents').entries()) {
      if (!isRecord(entry) || entry.role !== 'model') continue;
      const call = listAt(entry, 'parts')
        .map(callOf)
        .find((made) => made !== undefined && !isOwn(made));
      if (call) found.push({ at, call, ordinal });
      ordinal++;
    }
    return found;
  },

  modelTurns: (request) =>
    listAt(request, 'contents').filter((entry) => isRecord(entry) && entry.role === 'model').length,

  restore(request, hidden) {
    const contents = listAt(request, 'contents');
    const restored = contents.flatMap((entry, at) => {
      const before = hidden.get(at - 1);
      if (before && isAnswered(entry) && isRecord(entry)) {
        return [{ ...entry, parts: [...before.results, ...listAt(entry, 'parts')] }];
      }
      const own = hidden.get(at);
      return own && isRecord(entry) && isAnswered(contents[at + 1]) ? [...own.before, whole(entry, own)] : [entry];
    });
    return { ...request, contents: restored };
  },
};

function results(answers: readonly Answer[]): readonly unknown[] {
  return answers.map(({ call, text }) => ({
    functionResponse: {
      ...(call.id === undefined ? {} : { id: call.id }),
      name: call.name,
      response: { output: text },
    },
  }));
}

function historyOf({ contents }: Fields): readonly unknown[] {
  if (Array.isArray(contents)) return contents;
  return typeof contents === 'string' ? [{ role: 'user', parts: [{ text: contents }] }] : [contents];
}

function isAnswered(next: unknown): boolean {
  return listAt(next, 'parts').some((part) => isRecord(part) && (part.functionResponse ?? part.function_response));
}

function whole(entry: Fields, { turn, shownBefore }: HiddenTurn): Fields {
  return { ...entry, parts: weave(listAt(entry, 'parts'), listAt(turn[0], 'parts'), shownBefore, isOurs) };
}
