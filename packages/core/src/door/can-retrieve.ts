import { RETRIEVE_TOOL } from '../ccr/tool.js';
import { toolNames } from '../formats/offer-tool.js';
import { isRecord } from '../formats/record.js';

/** Choices, or their types, that leave the model every tool. */
const OPEN: ReadonlySet<unknown> = new Set(['auto', 'any', 'required']);

/**
 * Whether a model can call `headroom_retrieve` in one call: the tool is among its tools, and the choice of tools allows it. Reads
 * tools and choices in the spelling of any provider or framework; a choice it does not know counts as one that forbids.
 */
export function canRetrieve(tools: unknown, choice?: unknown): boolean {
  if (!toolNames(tools).includes(RETRIEVE_TOOL)) return false;
  if (!isRecord(choice)) return choice === undefined || choice === null || OPEN.has(choice) || choice === RETRIEVE_TOOL;
  const named = [choice, { name: choice.toolName }, ...(Array.isArray(choice.tools) ? choice.tools : [])];
  return OPEN.has(choice.type) || toolNames(named).includes(RETRIEVE_TOOL);
}
