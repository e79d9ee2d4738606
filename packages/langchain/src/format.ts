import { type Format, type Role, readTurns, type ToolCall, type Turn, textParts } from '@headroom/core';
import type { BaseMessage, ToolMessage } from '@langchain/core/messages';

const ROLES: ReadonlyMap<unknown, Role> = new Map([
  ['system', 'system'],
  ['developer', 'system'],
  ['human', 'user'],
  ['ai', 'assistant'],
  ['tool', 'tool'],
  ['function', 'tool'],
]);
const TEXT: ReadonlySet<unknown> = new Set(['text']);

/** Where the texts of LangChain messages live. Knows messages by their methods, so that copies of the package do not matter. */
export const messageFormat: Format<readonly BaseMessage[]> = {
  name: 'langchain',
  matches: (body): body is readonly BaseMessage[] => Array.isArray(body) && body.every(isMessage),
  blocks: (messages) => readTurns(messages, turnOf),
  offer: () => undefined,
};

function isMessage(value: unknown): value is BaseMessage {
  return typeof (value as Partial<BaseMessage> | null)?._getType === 'function';
}

/** Whether a value is a tool's message, of whichever copy or version of the package. */
export function isToolMessage(value: unknown): value is ToolMessage {
  return isMessage(value) && value._getType() === 'tool';
}

/** What messages of some classes have. */
interface Fields {
  readonly role?: unknown;
  readonly tool_calls?: readonly { readonly id?: string; readonly name?: string; readonly args?: unknown }[];
  readonly tool_call_id?: string;
  readonly status?: string;
  /** For results that a provider reads by their form, `type` says which item they are. */
  readonly additional_kwargs?: { readonly type?: unknown };
}

function turnOf(message: BaseMessage & Fields, index: number, calls: Map<unknown, ToolCall>): Turn | undefined {
  const type = message._getType();
  const role = ROLES.get(type === 'generic' ? message.role : type);
  if (!role) return undefined;
  for (const { id, name, args } of Array.isArray(message.tool_calls) ? message.tool_calls : [])
    if (typeof id === 'string' && typeof name === 'string') calls.set(id, { id, tool: name, input: args });
  const texts = textParts(message.content, [index, 'content'], TEXT);
  if (role !== 'tool') return { role, texts };
  const { tool_call_id: id, name, status } = message;
  const call = calls.get(id) ?? (typeof name === 'string' ? { id: id ?? name, tool: name } : undefined);
  const pinned = typeof message.additional_kwargs?.type === 'string' ? 'the provider reads its form' : undefined;
  return { role, texts: texts.map((text) => ({ ...text, call, isError: status === 'error', pinned })) };
}
