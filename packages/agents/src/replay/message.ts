/** A call of a tool in a {@link Message}. */
export interface ToolUse {
  readonly id: string;
  readonly type: 'function';
  readonly function: { readonly name: string; readonly arguments: string };
}

/** A message of a session in the shape of OpenAI Chat Completions, which the measure reads and every agent's sessions are told in. */
export interface Message {
  readonly role: 'system' | 'user' | 'assistant' | 'tool';
  readonly content: unknown;
  readonly tool_calls?: readonly ToolUse[];
  readonly tool_call_id?: string;
}

/** The text of a message's content: the string, or the text parts one a line. */
export function contentText(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content.map((part: { text?: unknown }) => (typeof part?.text === 'string' ? part.text : '')).join('\n');
}
