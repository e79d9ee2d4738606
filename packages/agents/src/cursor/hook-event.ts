import { isFields, textOr } from '../fields.js';

/** What Cursor tells a `postToolUse` hook of a tool of an MCP server, as far as it is read here. */
export interface CursorEvent {
  /** The tool's own name, without the kind that Cursor puts before it. */
  readonly tool: string;
  readonly input: unknown;
  readonly callId: string;
  /** The result of the call as JSON, as it came. */
  readonly output: string;
  readonly transcriptPath: string | undefined;
}

/** What stands before the names of MCP servers' tools. Of all others Cursor takes no other output. */
const MCP = 'MCP:';

/** Reads the body of a hook call; undefined for tools of Cursor's own, for other events, and for what is no event at all. */
export function readCursorEvent(body: unknown): CursorEvent | undefined {
  if (!isFields(body) || body.hook_event_name !== 'postToolUse' || !isCursor(body)) return undefined;
  const { tool_name: name, tool_input: input = {}, tool_use_id: id, tool_output: output, transcript_path: path } = body;
  if (typeof name !== 'string' || !name.startsWith(MCP) || typeof output !== 'string') return undefined;
  const told = typeof input === 'string' ? (parsed(input) ?? { input }) : input;
  const callId = `headroom ${textOr(id) ?? ''}`;
  return { tool: name.slice(MCP.length), input: told, callId, output, transcriptPath: textOr(path) };
}

/** Cursor also starts the hooks of Claude Code's settings: it says who it is in every event. */
export function isCursor(body: Readonly<Record<string, unknown>>): boolean {
  return typeof body.cursor_version === 'string';
}

export function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
