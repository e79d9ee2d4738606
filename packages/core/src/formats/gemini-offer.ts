import type { Edit } from '../model/edit.js';
import type { Path } from '../model/path.js';
import { offerTool, toolName, toolNames } from './offer-tool.js';
import { type Fields, isRecord } from './record.js';

/** The edit that declares a function to Gemini: in the REST body itself, or in the `config` of the SDK's parameters. */
export function offerDeclaration(body: Fields, tool: unknown): Edit | undefined {
  const inConfig = isRecord(body.config);
  const owner = isRecord(body.config) ? body.config : body;
  const declaration = unwrapped(tool);
  const name = toolName(declaration);
  if (!inConfig && isSdkCall(body)) return undefined;
  if (name === undefined || !mayDeclare(owner) || toolNames(owner.tools).includes(name)) return undefined;
  const at: Path = inConfig ? ['config', 'tools'] : ['tools'];
  const tools: readonly unknown[] = Array.isArray(owner.tools) ? owner.tools : [];
  for (const [index, entry] of tools.entries()) {
    const key = isRecord(entry) && 'function_declarations' in entry ? 'function_declarations' : 'functionDeclarations';
    if (isRecord(entry) && Array.isArray(entry[key])) {
      return { kind: 'append', at: [...at, index, key], value: declaration };
    }
  }
  // Built-in tools (search, code execution) beside functions are refused by the API.
  return tools.length > 0 ? undefined : offerTool(owner, at, { functionDeclarations: [declaration] });
}

const REST_FIELDS = [
  'systemInstruction',
  'system_instruction',
  'generationConfig',
  'safetySettings',
  'toolConfig',
  'tools',
];

/** REST names the model in the address, the SDK in its parameters, where tools would belong into a `config`. */
function isSdkCall(body: Fields): boolean {
  return body.model !== undefined && !REST_FIELDS.some((field) => body[field] !== undefined);
}

function unwrapped(tool: unknown): unknown {
  return isRecord(tool) && Array.isArray(tool.functionDeclarations) ? tool.functionDeclarations[0] : tool;
}

/** Tools of a cached prefix are cached with it; others beside it are refused. */
export function usesCachedContent(owner: Fields): boolean {
  return [owner.cachedContent, owner.cached_content].some((name) => name !== undefined && name !== null);
}

function mayDeclare(owner: Fields): boolean {
  const toolConfig = owner.toolConfig ?? owner.tool_config;
  const calling = isRecord(toolConfig)
    ? (toolConfig.functionCallingConfig ?? toolConfig.function_calling_config)
    : undefined;
  if (isRecord(calling)) {
    if (calling.allowedFunctionNames !== undefined || calling.allowed_function_names !== undefined) return false;
    if (!['AUTO', 'VALIDATED', 'MODE_UNSPECIFIED', undefined].includes(calling.mode as string | undefined))
      return false;
  }
  const generation = isRecord(owner.generationConfig) ? owner.generationConfig : owner;
  return generation.responseMimeType !== 'application/json' && !usesCachedContent(owner);
}
