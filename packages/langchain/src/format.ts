import { type Block, type Format, type Path, queryWords, type Role, type ToolCall } from '@headroom/core';
import type { BaseMessage, ToolMessage } from '@langchain/core/messages';

const ROLES: ReadonlyMap<string, Role> = new Map([
  ['system', 'system'],
  ['developer', 'system'],
  ['human', 'user'],
  ['ai', 'assistant'],
  ['tool', 'tool'],
  ['function', 'tool'],
]);

interface Text {
  readonly at: Path;
  readonly text: string;
}

/** Where the texts of LangChain messages live. Knows messages by their methods, so that copies of the package do not matter. */
export const messageFormat: Format<readonly BaseMessage[]> = {
  name: 'langchain',
  matches: (body): body is readonly BaseMessage[] => Array.isArray(body) && body.every(isMessage),
  *blocks(messages) {
    const calls = new Map<string, ToolCall>();
    let query = '';
    for (const [turn, message] of messages.entries()) {
      const role = roleOf(message);
      if (!role) continue;
      noteCalls(message, calls);
      const texts = textsOf(message, turn);
      if (role === 'user') query = queryWords(texts) || query;
      const answer = role === 'tool' ? answerOf(message, calls) : {};
      for (const { at, text } of texts) yield { at, text, turn, role, query, ...answer };
    }
  },
  offer: () => undefined,
};

function isMessage(value: unknown): value is BaseMessage {
  const message = value as Partial<BaseMessage> | null;
  return typeof message === 'object' && message !== null && typeof message._getType === 'function';
}

/** Whether a value is a tool's message, of whichever copy or version of the package. */
export function isToolMessage(value: unknown): value is ToolMessage {
  return isMessage(value) && value._getType() === 'tool';
}

function roleOf(message: BaseMessage): Role | undefined {
  const type = message._getType();
  return ROLES.get(type === 'generic' ? String((message as { role?: unknown }).role) : type);
}

function textsOf({ content }: BaseMessage, turn: number): Text[] {
  if (typeof content === 'string') return content === '' ? [] : [{ at: [turn, 'content'], text: content }];
  if (!Array.isArray(content)) return [];
  return content.flatMap((block, index) =>
    block?.type === 'text' && typeof block.text === 'string' && block.text !== ''
      ? [{ at: [turn, 'content', index, 'text'], text: block.text }]
      : [],
  );
}

function noteCalls(message: BaseMessage, calls: Map<string, ToolCall>): void {
  const { tool_calls } = message as { tool_calls?: readonly { id?: string; name?: string; args?: unknown }[] };
  if (!Array.isArray(tool_calls)) return;
  for (const { id, name, args } of tool_calls) {
    if (typeof id === 'string' && typeof name === 'string') calls.set(id, { id, tool: name, input: args });
  }
}

/** The call that a result answers, and whether the tool failed. */
function answerOf(message: BaseMessage, calls: ReadonlyMap<string, ToolCall>): Pick<Block, 'call' | 'isError'> {
  const { tool_call_id: id, status, name } = message as { tool_call_id?: string; status?: string; name?: string };
  const call = calls.get(id ?? '') ?? (typeof name === 'string' ? { id: id ?? name, tool: name } : undefined);
  return { ...(call && { call }), ...(status === 'error' && { isError: true }) };
}
