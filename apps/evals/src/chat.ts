import { contentText, type Message, type ToolUse } from '@headroom/agents/replay';
import { counterFor } from '@headroom/core';

/** The model whose tokens are counted everywhere in the evaluation. */
export const MODEL = 'gpt-4o';

/** A question, the call an agent made for it, and what the tool answered. */
export function conversation(question: string, tool: string, input: object, output: string): Message[] {
  const call: ToolUse = { id: 'call_1', type: 'function', function: { name: tool, arguments: JSON.stringify(input) } };
  return [
    { role: 'system', content: 'You are a careful engineer. Answer from what the tools return.' },
    { role: 'user', content: question },
    { role: 'assistant', content: null, tool_calls: [call] },
    { role: 'tool', tool_call_id: 'call_1', content: output },
  ];
}

/** Tokens of a text. */
export const textTokens = (text: string) => counterFor(MODEL).count(text);

/** Tokens of a message as it is sent: its text and its calls. */
export function messageTokens({ content, tool_calls: calls = [] }: Message): number {
  const called = calls.map((call) => `\n${call.function.name} ${call.function.arguments}`).join('');
  return textTokens(contentText(content) + called);
}

export function totalTokens(messages: readonly Message[]): number {
  return messages.reduce((sum, message) => sum + messageTokens(message), 0);
}

/** All that tools said. */
export function toolText(messages: readonly Message[]): string {
  return messages
    .filter((message) => message.role === 'tool')
    .map((message) => contentText(message.content))
    .join('\n');
}

/** The same conversation with the words of tools rewritten. */
export function mapToolTexts(messages: readonly Message[], change: (text: string) => string): Message[] {
  return messages.map((message) =>
    message.role === 'tool' && typeof message.content === 'string'
      ? { ...message, content: change(message.content) }
      : message,
  );
}

/** True when nothing but the words of tools differs, and no tool was silenced. */
export function sameStructure(before: readonly Message[], after: readonly Message[]): boolean {
  const frame = (message: Message | undefined) =>
    JSON.stringify(message?.role === 'tool' ? { ...message, content: undefined } : message);
  return (
    before.length === after.length &&
    before.every((message, i) => {
      const now = after[i];
      if (now === undefined || frame(message) !== frame(now)) return false;
      return message.role !== 'tool' || contentText(message.content) === '' || contentText(now.content) !== '';
    })
  );
}
