import { toolNames } from './offer-tool.js';
import { type Fields, isRecord } from './record.js';

/** Why the result of a call must not change that the model's code made and will read. */
export const READ_BY_CODE = 'code reads it';

/** Why the result of a tool that the provider runs must not change: the model has gone on from it, and its thoughts are bound to it. */
export const SEEN_WHOLE = 'the provider ran it';

/** True where an item says that the model's code made the call (programmatic tool calling), not the model itself. */
export function isCodeCaller(caller: unknown): boolean {
  const type = isRecord(caller) ? caller.type : caller;
  return typeof type === 'string' && type !== 'direct';
}

/** Tools of a request that only code may call. */
export function toolsForCode(request: unknown): ReadonlySet<string> {
  const tools = isRecord(request) && Array.isArray(request.tools) ? request.tools : [];
  return new Set(tools.filter(isForCode).flatMap((tool: unknown) => toolNames([tool])));
}

function isForCode(tool: unknown): boolean {
  const owners = isRecord(tool) ? [tool, ...(isRecord(tool.function) ? [tool.function] : [])] : [];
  return owners.some(({ allowed_callers: allowed }: Fields) => {
    return Array.isArray(allowed) && allowed.length > 0 && allowed.every(isCodeCaller);
  });
}
