import { type Door, type DoorOptions, openDoor, RETRIEVE_TOOL } from '@headroom/core';
import { AIMessage, ToolMessage } from '@langchain/core/messages';
import { isToolMessage } from './format.js';
import { shortenResult } from './shorten.js';

/** What LangChain's structured tools have. */
interface AnyTool {
  readonly name: string;
  call(input: never, ...more: never[]): Promise<unknown>;
}

/**
 * The tools with results that are shortened once, at birth. Artifacts, status and ids stay; so do results of `headroom_retrieve`.
 *
 * @example
 * ```ts
 * const agent = createAgent({ model, tools: [...wrapTools(tools, { headroom, retrieval: 'tool' }), headroomTool(headroom)] });
 * ```
 */
export function wrapTools<const Tools extends readonly AnyTool[]>(tools: Tools, options: DoorOptions = {}): Tools {
  const door = openDoor(options);
  return tools.map((tool) => (tool.name === RETRIEVE_TOOL ? tool : wrapTool(tool, door))) as unknown as Tools;
}

/** The tool itself with another `call`, through which `invoke` goes too; everything else is inherited. */
function wrapTool<Tool extends AnyTool>(tool: Tool, door: Door): Tool {
  const { name } = tool;
  const shorten = (args: Record<string, unknown>, result: ToolMessage) =>
    shortenResult(
      door,
      [new AIMessage({ content: '', tool_calls: [{ id: result.tool_call_id, name, args }] })],
      result,
    );
  const call = async (input: never, ...more: never[]): Promise<unknown> => {
    const result = await tool.call(input, ...more);
    if (isToolMessage(result)) return shorten(input, result);
    if (typeof result !== 'string') return result;
    return (await shorten(input, new ToolMessage({ content: result, tool_call_id: 'call', name }))).content;
  };
  return Object.create(tool, { call: { value: call, writable: true, configurable: true, enumerable: false } }) as Tool;
}
