import { answerRetrieve, RETRIEVE_PARAMETERS, type Retriever, retrieveTool } from '@headroom/core';
import { DynamicStructuredTool } from '@langchain/core/tools';

/**
 * `headroom_retrieve` as a LangChain tool, for `bindTools`, `ToolNode` and `createAgent`: brings back originals of this engine.
 *
 * @example
 * ```ts
 * const llm = new HeadroomChatModel(model, { headroom }).bindTools([search, headroomTool(headroom)]);
 * ```
 */
export function headroomTool(headroom: Retriever): DynamicStructuredTool {
  const { name, description } = retrieveTool('openai-responses');
  return new DynamicStructuredTool({
    name,
    description,
    // Open to more than it names, so that what a model adds is ignored instead of refused.
    schema: { ...RETRIEVE_PARAMETERS, required: ['hash'], additionalProperties: true },
    func: (input: unknown) => answerRetrieve(headroom, input),
  });
}
