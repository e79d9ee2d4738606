import { isFields, textOr } from '../fields.js';

/** What Copilot CLI tells a `postToolUse` hook, as far as it is read here. It names neither the event nor the call. */
export interface CopilotEvent {
  readonly session: string;
  readonly tool: string;
  readonly input: unknown;
  /** What the model is to read. */
  readonly text: string;
  readonly time: string;
}

/** Reads the body of a hook call; undefined for other events, for failures, and for what is no event at all. */
export function readCopilotEvent(body: unknown): CopilotEvent | undefined {
  if (!isFields(body) || !isFields(body.toolResult)) return undefined;
  const { sessionId, toolName, toolArgs = {}, timestamp } = body;
  const { resultType, textResultForLlm: text } = body.toolResult;
  if (textOr(toolName) === undefined || resultType !== 'success' || typeof text !== 'string') return undefined;
  return { session: textOr(sessionId) ?? '', tool: String(toolName), input: toolArgs, text, time: String(timestamp) };
}
