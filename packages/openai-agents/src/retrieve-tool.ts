import { answerRetrieve, RETRIEVE_PARAMETERS, type Retriever, retrieveTool } from '@headroom/core';
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
  const { name, description } = retrieveTool('openai-responses');
  return tool({
    name,
    description,
    parameters: { ...RETRIEVE_PARAMETERS, required: ['hash'], additionalProperties: true as const },
    strict: false,
    execute: (input: unknown) => answerRetrieve(headroom, input),
  });
}
