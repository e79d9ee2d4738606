import { answerRetrieve, RETRIEVE_PARAMETERS, RETRIEVE_TOOL, type Retriever, retrieveTool } from '@headroom/core';
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
  return new DynamicStructuredTool({
    name: RETRIEVE_TOOL,
    description: retrieveTool('openai-chat').function.description,
    schema: PARAMETERS,
    func: (input: unknown) => answerRetrieve(headroom, input),
  });
}

/** Open to more than it names, so that what a model adds is ignored instead of refused. */
const PARAMETERS = (({ additionalProperties: _, ...schema }) => ({ ...schema, required: [...schema.required] }))(
  RETRIEVE_PARAMETERS,
);

/** Whether the model can call the retrieve tool in this very call. */
export function canRetrieve(tools: unknown, choice: unknown): boolean {
  if (!namesOf(tools).includes(RETRIEVE_TOOL)) return false;
  if (choice === undefined || choice === null || FREE.has(choice)) return true;
  return namesOf([choice]).includes(RETRIEVE_TOOL) || choice === RETRIEVE_TOOL;
}

const FREE: ReadonlySet<unknown> = new Set(['auto', 'any', 'required']);

/** Names of tools in any of the shapes that LangChain and providers use. */
function namesOf(tools: unknown): unknown[] {
  if (!Array.isArray(tools)) return [];
  return tools.map((tool: { name?: unknown; function?: { name?: unknown }; type?: unknown } | null) => {
    if (tool && FREE.has(tool.type)) return RETRIEVE_TOOL;
    return tool?.function?.name ?? tool?.name;
  });
}
