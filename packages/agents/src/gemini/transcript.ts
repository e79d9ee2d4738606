import { type Fields, isFields, textOr } from '../fields.js';
import { type Told, valuesIn } from '../told.js';

/**
 * Reads the end of a transcript of Gemini CLI (JSON lines). A message is written anew when its calls have ended: the last of an id
 * counts. What the client itself says at the beginning is left out.
 */
export function readGeminiTranscript(tail: string): Told {
  const entries = new Map<string, Fields>();
  for (const value of valuesIn(tail)) if (isFields(value) && typeof value.id === 'string') entries.set(value.id, value);
  const messages: { role: string; content: unknown }[] = [];
  let model: string | undefined;
  for (const entry of entries.values()) {
    const isUser = entry.type === 'user';
    if (!isUser && entry.type !== 'gemini') continue;
    if (!isUser) model = textOr(entry.model) ?? model;
    const content = isUser ? partsIn(entry.content).flatMap(userPart) : [...saidBy(entry), ...callsOf(entry)];
    if (content.length > 0) messages.push({ role: isUser ? 'user' : 'assistant', content });
  }
  return { messages, model };
}

const partsIn = (content: unknown): readonly unknown[] =>
  typeof content === 'string' ? [{ text: content }] : Array.isArray(content) ? content : [];

function userPart(part: unknown): readonly unknown[] {
  if (!isFields(part)) return [];
  const { text, functionResponse } = part;
  if (typeof text === 'string') return text.startsWith('<session_context>') ? [] : [{ type: 'text', text }];
  if (!isFields(functionResponse) || !isFields(functionResponse.response)) return [];
  const { output, error } = functionResponse.response;
  const content = typeof output === 'string' ? output : typeof error === 'string' ? error : '';
  return [{ type: 'tool_result', tool_use_id: String(functionResponse.id), content, is_error: output === undefined }];
}

const saidBy = ({ content }: Fields): readonly unknown[] =>
  typeof content === 'string' && content !== '' ? [{ type: 'text', text: content }] : [];

function callsOf({ toolCalls }: Fields): readonly unknown[] {
  const calls = Array.isArray(toolCalls) ? toolCalls.filter(isFields) : [];
  return calls.map(({ id, name, args = {} }) => ({
    type: 'tool_use',
    id: String(id),
    name: String(name),
    input: args,
  }));
}
