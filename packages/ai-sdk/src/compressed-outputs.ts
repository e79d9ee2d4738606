import { callOptions, type DoorOptions, openDoor, RETRIEVE_TOOL } from '@headroom/core';
import { promptFormat } from './format.js';
import { isProviderTool } from './provider-tools.js';

interface Outcome {
  readonly toolCallId: string;
  readonly input: unknown;
  readonly output: unknown;
}

/** A tool as far as its model output is concerned. */
interface AnyTool {
  readonly toModelOutput?: (outcome: Outcome) => unknown;
}

/**
 * The tools with a `toModelOutput` that compresses each result once, at birth: the program still gets the full output, the
 * history of messages holds the short one. Tools that a provider defines stay the same objects. Markers name `headroom_retrieve` when it is among the tools.
 *
 * @example
 * ```ts
 * const tools = compressedOutputs({ search, ...headroomTools(headroom) }, { headroom });
 * ```
 */
export function compressedOutputs<Tools extends object>(tools: Tools, options: DoorOptions = {}): Tools {
  const door = openDoor({ retrieval: RETRIEVE_TOOL in tools ? 'tool' : 'summary', ...options }, 'ai-sdk');
  const told = { ...callOptions(door, { reachable: true }), format: promptFormat() };
  const compressed = (toolName: string, tool: AnyTool): AnyTool => ({
    ...tool,
    async toModelOutput(outcome) {
      const { toolCallId, input } = outcome;
      const output = tool.toModelOutput ? await tool.toModelOutput(outcome) : modelOutput(outcome.output);
      const messages = [
        { role: 'assistant', content: [{ type: 'tool-call', toolCallId, toolName, input }] },
        { role: 'tool', content: [{ type: 'tool-result', toolCallId, toolName, output }] },
      ] as const;
      return (await door.headroom.compress(messages, told)).body[1].content[0].output;
    },
  });
  const entries = Object.entries(tools as Readonly<Record<string, AnyTool>>).map(([name, tool]) => [
    name,
    name === RETRIEVE_TOOL || isProviderTool(tool) ? tool : compressed(name, tool),
  ]);
  return Object.fromEntries(entries) as Tools;
}

/** What the SDK would have sent: text, or dates, classes and undefined as JSON writes them. */
function modelOutput(output: unknown): unknown {
  if (typeof output === 'string') return { type: 'text', value: output };
  return { type: 'json', value: JSON.parse(JSON.stringify(output) ?? 'null') };
}
