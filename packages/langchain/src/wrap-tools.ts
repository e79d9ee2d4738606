import { type Door, type DoorOptions, openDoor, RETRIEVE_TOOL } from '@headroom/core';
import { AIMessage, ToolMessage } from '@langchain/core/messages';
import { isToolMessage } from './format.js';
import { shortenResult } from './shorten.js';

/** What LangChain's structured tools have; definitions of hosted tools have less and stay as they are. */
interface AnyTool {
  readonly name: string;
  /** True: its result is the answer to the user. */
  readonly returnDirect?: boolean;
  call(input: never, ...more: never[]): Promise<unknown>;
}

/**
 * The tools with results that are shortened once, at birth. Artifacts, status and ids stay; so do results of `headroom_retrieve`
 * and of tools with `returnDirect`, which answer the user.
 *
 * @example
 * ```ts
 * const agent = createAgent({ model, tools: [...wrapTools(tools, { headroom, retrieval: 'tool' }), headroomTool(headroom)] });
 * ```
 */
export function wrapTools<const Tools extends readonly AnyTool[]>(tools: Tools, options: DoorOptions = {}): Tools {
  const door = openDoor(options, 'langchain');
  const isLeft = ({ name, returnDirect, call }: AnyTool) =>
    name === RETRIEVE_TOOL || returnDirect === true || typeof call !== 'function';
  return tools.map((tool) => (isLeft(tool) ? tool : wrapTool(tool, door))) as unknown as Tools;
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
