import { type Fields, isFields, textOr } from '../fields.js';
import { type Told, valuesIn } from '../told.js';

/** Reads the end of a session's events as Copilot CLI keeps them (JSON lines); other events than what was said are passed over. */
export function readCopilotTranscript(tail: string): Told {
  const messages: { role: string; content: unknown }[] = [];
  let model: string | undefined;
  const push = (role: string, content: readonly unknown[]) => content.length > 0 && messages.push({ role, content });
  for (const event of valuesIn(tail)) {
    if (!isFields(event) || !isFields(event.data)) continue;
    const { data } = event;
    if (event.type === 'user.message') push('user', said(data.content));
    if (event.type === 'tool.execution_complete') push('user', resultOf(data));
    if (event.type !== 'assistant.message') continue;
    model = textOr(data.model) ?? model;
    push('assistant', [...said(data.content), ...callsOf(data)]);
  }
  return { messages, model };
}

const said = (text: unknown): readonly unknown[] =>
  typeof text === 'string' && text !== '' ? [{ type: 'text', text }] : [];

function callsOf({ toolRequests }: Fields): readonly unknown[] {
  const calls = Array.isArray(toolRequests) ? toolRequests.filter(isFields) : [];
  return calls.map(({ toolCallId, name, arguments: input }) => ({
    type: 'tool_use',
    id: String(toolCallId),
    name: String(name),
    input: isFields(input) ? input : {},
  }));
}

function resultOf({ toolCallId, result, success }: Fields): readonly unknown[] {
  const content = isFields(result) ? result.content : undefined;
  if (typeof toolCallId !== 'string' || typeof content !== 'string') return [];
  return [{ type: 'tool_result', tool_use_id: toolCallId, content, is_error: success === false }];
}

/** The file with a session's events, in the folder where Copilot CLI keeps its sessions. */
export function copilotTranscript(sessions: string, session: string): string | undefined {
  return /^[\w-]+$/.test(session) ? `${sessions}/${session}/events.jsonl` : undefined;
}
