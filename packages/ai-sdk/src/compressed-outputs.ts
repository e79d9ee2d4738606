import { RETRIEVE_TOOL } from '@headroom/core';
import { promptFormat } from './format.js';
import { type Message, partsOf } from './language-model.js';
import { type HeadroomModelOptions, openDoor } from './options.js';

/** A tool as far as its model output is concerned. */
interface AnyTool {
  readonly toModelOutput?: unknown;
}

interface Outcome {
  readonly toolCallId: string;
  readonly input: unknown;
  readonly output: unknown;
}

type ToModelOutput = (outcome: Outcome) => unknown;

/**
 * The tools with a `toModelOutput` that compresses each result once, at birth: the program still gets the full output, the
 * history of messages holds the short one. Markers name `headroom_retrieve` when it is among the tools.
 *
 * @example
 * ```ts
 * const tools = compressedOutputs({ search, ...headroomTools(headroom) }, { headroom });
 * ```
 */
export function compressedOutputs<Tools extends object>(tools: Tools, options: HeadroomModelOptions = {}): Tools {
  const retrieval = options.retrieval ?? (RETRIEVE_TOOL in tools ? 'tool' : 'summary');
  const door = openDoor({ ...options, retrieval });
  const wrap = (toolName: string, tool: AnyTool) => ({
    ...tool,
    async toModelOutput(outcome: Outcome): Promise<unknown> {
      const output = await modelOutput(tool, outcome);
      const { toolCallId, input } = outcome;
      const messages: Message[] = [
        { role: 'assistant', content: [{ type: 'tool-call', toolCallId, toolName, input }] },
        { role: 'tool', content: [{ type: 'tool-result', toolCallId, toolName, output }] },
      ];
      const { body } = await door.headroom.compress(messages, { ...door.options, retrieval, format: promptFormat() });
      return partsOf(body.at(-1))[0]?.output ?? output;
    },
  });
  const entries = Object.entries(tools as Readonly<Record<string, AnyTool>>).map(([name, tool]) => [
    name,
    name === RETRIEVE_TOOL ? tool : wrap(name, tool),
  ]);
  return Object.fromEntries(entries) as unknown as Tools;
}

/** What the SDK would have sent for this outcome. */
async function modelOutput({ toModelOutput }: AnyTool, outcome: Outcome): Promise<unknown> {
  if (typeof toModelOutput === 'function') return (toModelOutput as ToModelOutput)(outcome);
  const { output } = outcome;
  return typeof output === 'string' ? { type: 'text', value: output } : { type: 'json', value: plain(output) };
}

/** Dates, classes and undefined as the SDK writes them: through JSON. */
function plain(output: unknown): unknown {
  const json = JSON.stringify(output);
  return json === undefined ? null : JSON.parse(json);
}
