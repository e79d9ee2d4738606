import { RETRIEVE_TOOL } from '../ccr/tool.js';
import { toolName, toolNames } from '../formats/offer-tool.js';
import { isRecord } from '../formats/record.js';
import type { Fields } from './loop-dialect.js';

/** The owner of `tools` without the retrieve tool, or undefined when it is the only tool. */
export function withoutTool(owner: Fields): Fields | undefined {
  const tools = Array.isArray(owner.tools) ? owner.tools.map(withoutDeclaration) : [];
  const others = tools.filter((tool) => tool !== undefined && toolName(tool) !== RETRIEVE_TOOL);
  return others.length > 0 ? { ...owner, tools: others } : undefined;
}

/** Gemini keeps several declarations in one tool. */
function withoutDeclaration(tool: unknown): unknown {
  if (!isRecord(tool) || !toolNames([tool]).includes(RETRIEVE_TOOL)) return tool;
  for (const key of ['functionDeclarations', 'function_declarations']) {
    const declared = tool[key];
    if (!Array.isArray(declared)) continue;
    const others = declared.filter((one: unknown) => toolName(one) !== RETRIEVE_TOOL);
    return others.length > 0 ? { ...tool, [key]: others } : undefined;
  }
  return tool;
}
