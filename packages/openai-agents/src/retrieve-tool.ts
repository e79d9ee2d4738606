import { answerRetrieve, RETRIEVE_PARAMETERS, RETRIEVE_TOOL, type Retriever, retrieveTool } from '@headroom/core';
import { tool } from '@openai/agents';

/**
 * `headroom_retrieve` as a tool of the Agents SDK: brings back originals of this engine. A run's `maxTurns` bounds how often.
 *
 * @example
 * ```ts
 * const coder = new Agent({ name: 'coder', tools: [search, headroomTool(headroom)] });
 * ```
 */
export function headroomTool(headroom: Retriever) {
  return tool({
    name: RETRIEVE_TOOL,
    description: retrieveTool('openai-chat').function.description,
    parameters: { ...RETRIEVE_PARAMETERS, required: ['hash'], additionalProperties: true as const },
    strict: false,
    execute: (input: unknown) => answerRetrieve(headroom, input),
  });
}
