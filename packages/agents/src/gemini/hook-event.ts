import { isFields, textOr } from '../fields.js';

/** What Gemini CLI tells an `AfterTool` hook, as far as it is read here. It says nothing of which call of several this was. */
export interface GeminiEvent {
  readonly session: string;
  /** The session's transcript, JSON lines. */
  readonly transcriptPath: string | undefined;
  readonly tool: string;
  readonly input: unknown;
  /** `{llmContent, returnDisplay, error}`. */
  readonly response: unknown;
  readonly time: string;
}

/** Reads the body of a hook call; undefined for other events and for what is no event at all. */
export function readGeminiEvent(body: unknown): GeminiEvent | undefined {
  if (!isFields(body) || body.hook_event_name !== 'AfterTool' || textOr(body.tool_name) === undefined) return undefined;
  return {
    session: textOr(body.session_id) ?? '',
    transcriptPath: textOr(body.transcript_path),
    tool: String(body.tool_name),
    input: body.tool_input ?? {},
    response: body.tool_response,
    time: textOr(body.timestamp) ?? '',
  };
}
