import { isRecord } from '../formats/record.js';
import { wires } from '../pictures/wires.js';
import type { Call, Fields, LoopDialect } from './loop-dialect.js';
import { messageTurns } from './message-turns.js';
import { listAt } from './own-call.js';
import { sumUsage } from './sum-usage.js';

function callOf(part: unknown): Call | undefined {
  const made = isRecord(part) ? (part.functionCall ?? part.function_call) : undefined;
  if (!isRecord(made) || typeof made.name !== 'string') return undefined;
  return { id: typeof made.id === 'string' && made.id ? made.id : undefined, name: made.name, input: made.args };
}

function candidateOf(response: unknown): Fields | undefined {
  const candidates = listAt(response, 'candidates');
  return candidates.length === 1 && isRecord(candidates[0]) ? candidates[0] : undefined;
}

function isOlder(response: Fields | undefined): boolean {
  return typeof response?.modelVersion === 'string' && /gemini-[12](?!\d)/.test(response.modelVersion);
}

/** The tool loop over `generateContent`. */
export const geminiLoop: LoopDialect = {
  ...messageTurns({
    name: 'gemini',
    list: 'contents',
    role: 'model',
    parts: 'parts',
    resultsBy: 'user',
    messageOf(response) {
      const candidate = candidateOf(response);
      return candidate && { role: 'model', parts: listAt(candidate.content, 'parts') };
    },
    callOf,
    results: (answers, response) =>
      answers.flatMap(({ call: { id, name }, text, picture }) => {
        const shown = picture ? [wires.gemini.picturePart(picture)] : [];
        const result = { ...(id === undefined ? {} : { id }), name, response: { output: text } };
        // Models before the third generation refuse media in a result, and read it beside one.
        if (isOlder(response)) return [{ functionResponse: result }, ...shown];
        return [{ functionResponse: { ...result, ...(picture && { parts: shown }) } }];
      }),
    isResult: (part) => isRecord(part) && Boolean(part.functionResponse ?? part.function_response),
    messages({ contents }) {
      if (Array.isArray(contents)) return contents;
      return typeof contents === 'string' ? [{ role: 'user', parts: [{ text: contents }] }] : [contents];
    },
  }),

  isCut: (response) => candidateOf(response)?.finishReason === 'MAX_TOKENS',

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
};
