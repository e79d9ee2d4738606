import { isCursor } from '../cursor/hook-event.js';
import { isFields, textOr } from '../fields.js';

/** What Claude Code tells a `PostToolUse` hook, as far as it is read here; fields that are not known are left alone. */
export interface HookEvent {
  readonly event: 'PostToolUse';
  readonly session: string;
  /** The session's transcript, JSON lines; of a sub-agent's call it is the main session's. */
  readonly transcriptPath: string | undefined;
  /** Set for calls of a sub-agent. */
  readonly agentId: string | undefined;
  readonly tool: string;
  readonly input: unknown;
  readonly response: unknown;
  readonly callId: string;
}

/** Reads the body of a hook call; undefined for other events and for what is no event at all. */
export function readHookEvent(body: unknown): HookEvent | undefined {
  // Cursor starts the hooks of these settings too, and reads other answers.
  if (!isFields(body) || body.hook_event_name !== 'PostToolUse' || isCursor(body)) return undefined;
  const { tool_name: tool, tool_use_id: callId, session_id: session } = body;
  if (typeof tool !== 'string' || tool === '' || typeof callId !== 'string' || callId === '') return undefined;
  return {
    event: 'PostToolUse',
    session: typeof session === 'string' ? session : '',
    transcriptPath: textOr(body.transcript_path),
    agentId: textOr(body.agent_id),
    tool,
    input: body.tool_input ?? {},
    response: body.tool_response,
    callId,
  };
}
