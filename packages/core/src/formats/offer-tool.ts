import type { Edit } from '../model/edit.js';
import type { Path } from '../model/path.js';
import { type Fields, isRecord } from './record.js';

/** The name of a tool definition in any dialect; of a Gemini wrapper, that of its first declaration. */
export function toolName(tool: unknown): string | undefined {
  return toolNames([tool])[0];
}

/** Every tool name in a list of definitions, whatever their dialect. */
export function toolNames(tools: unknown): string[] {
  if (!Array.isArray(tools)) return [];
  return tools.flatMap((tool: unknown) => {
    if (!isRecord(tool)) return [];
    const names = toolNames(tool.functionDeclarations ?? tool.function_declarations);
    for (const owner of [tool, tool.function, tool.custom]) {
      if (isRecord(owner) && typeof owner.name === 'string') names.push(owner.name);
    }
    return names;
  });
}

/** The edit that puts a definition at the end of a list of tools, which may be absent or null; undefined for a double. */
export function offerTool(owner: Fields, at: Path, tool: unknown): Edit | undefined {
  const name = toolName(tool);
  if (name === undefined || toolNames(owner.tools).includes(name)) return undefined;
  if (owner.tools === null) return { kind: 'replace', at, value: [tool] };
  if (owner.tools !== undefined && !Array.isArray(owner.tools)) return undefined;
  return { kind: 'append', at, value: tool };
}

/** True when the model is free to call any tool or none: the only choice under which a tool may be added. */
export function isFreeChoice(choice: unknown): boolean {
  return choice === undefined || choice === null || choice === 'auto' || (isRecord(choice) && choice.type === 'auto');
}
