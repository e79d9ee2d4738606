import { isRecord } from '../formats/record.js';
import { shownWith } from '../pictures/wires.js';
import type { Call, LoopDialect } from './loop-dialect.js';
import { messageTurns } from './message-turns.js';
import { sumUsage } from './sum-usage.js';

function callOf(part: unknown): Call | undefined {
  if (!isRecord(part) || part.type !== 'tool_use' || typeof part.name !== 'string') return undefined;
  return { id: typeof part.id === 'string' ? part.id : undefined, name: part.name, input: part.input };
}

/** The tool loop over `/v1/messages`. */
export const anthropicLoop: LoopDialect = {
  ...messageTurns({
    name: 'anthropic',
    list: 'messages',
    role: 'assistant',
    parts: 'content',
    resultsBy: 'user',
    messageOf: (response) =>
      isRecord(response) && Array.isArray(response.content)
        ? { role: 'assistant', content: response.content }
        : undefined,
    callOf,
    results: (answers) =>
      answers.map(({ call, text, picture }) => ({
        type: 'tool_result',
        tool_use_id: call.id,
        content: picture ? shownWith('anthropic', text, picture) : text,
      })),
    isResult: (part) => isRecord(part) && part.type === 'tool_result',
  }),

  isCut: ({ stop_reason }) => stop_reason === 'max_tokens' || stop_reason === 'model_context_window_exceeded',

  merge(responses) {
    const last = responses.at(-1) ?? {};
    const content = responses.flatMap(anthropicLoop.visibleParts);
    const calling = content.some((part) => callOf(part) !== undefined);
    const stop_reason = last.stop_reason === 'tool_use' && !calling ? 'end_turn' : last.stop_reason;
    return { ...last, content, stop_reason, usage: sumUsage(responses.map(({ usage }) => usage)) };
  },
};
