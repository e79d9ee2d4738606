import { type LoopDialect, messageTurns, RETRIEVE_TOOL, sumUsage } from '@headroom/core';
import { type Fields, isFields } from './language-model.js';
import { promptPart } from './prompt-part.js';

function isCall(part: unknown): part is Fields {
  return isFields(part) && part.type === 'tool-call' && part.providerExecuted !== true;
}

/** True for a call of the retrieve tool that the middleware has offered. */
export function isOurs(part: unknown): boolean {
  return isCall(part) && part.toolName === RETRIEVE_TOOL;
}

function partsOf({ content }: Fields): readonly Fields[] {
  return Array.isArray(content) ? content.filter(isFields) : [];
}

/** The turns of a model's calls and results (specification v2 to v4). */
export const callDialect: LoopDialect = {
  ...messageTurns({
    name: 'ai-sdk',
    list: 'prompt',
    role: 'assistant',
    parts: 'content',
    resultsBy: 'tool',
    exact: true,
    messageOf: (response) =>
      isFields(response) && Array.isArray(response.content)
        ? { role: 'assistant', content: partsOf(response).flatMap((part) => promptPart(part) ?? []) }
        : undefined,
    callOf: (part) =>
      isCall(part) ? { id: String(part.toolCallId), name: String(part.toolName), input: part.input } : undefined,
    results: (answers) =>
      answers.map(({ call: { id, name }, text }) => ({
        type: 'tool-result',
        toolCallId: id,
        toolName: name,
        output: { type: 'text', value: text },
      })),
    isResult: (part) => isFields(part) && part.type === 'tool-result',
  }),

  isCut: ({ finishReason }) => ['length', 'error'].includes(String(reasonOf(finishReason))),

  merge(responses) {
    const last = responses.at(-1) ?? {};
    const content = responses.flatMap(partsOf).filter((part) => !isOurs(part));
    const isOver = reasonOf(last.finishReason) === 'tool-calls' && !content.some(isCall);
    return {
      ...last,
      content,
      finishReason: isOver ? withReason(last.finishReason, 'stop') : last.finishReason,
      usage: sumUsage(responses.map(({ usage }) => usage)),
      warnings: responses.flatMap(({ warnings }) => (Array.isArray(warnings) ? warnings : [])),
    };
  },
};

/** Specification v2 has the bare reason. */
function reasonOf(reason: unknown): unknown {
  return isFields(reason) ? reason.unified : reason;
}

/** The same reason to finish under another name. */
export function withReason(reason: unknown, unified: string): unknown {
  return isFields(reason) ? { ...reason, unified } : unified;
}
