import type { ToolCall } from '../model/block.js';

/** A tool call as it was seen: its arguments are parsed only when a result asks for them. */
export interface SeenCall {
  readonly tool: string;
  /** The arguments as sent: JSON text in the OpenAI dialects, a value in the others. */
  readonly input: unknown;
  /** Why its result must not change, where the call says so. */
  readonly pinned?: string;
}

/** The call with its arguments parsed where they are JSON text. */
export function toolCall(id: string, seen: SeenCall): ToolCall {
  return { id, tool: seen.tool, input: parsed(seen.input) };
}

function parsed(input: unknown): unknown {
  if (typeof input !== 'string') return input;
  try {
    return JSON.parse(input);
  } catch {
    return input;
  }
}
