import type { Message } from '@headroom/agents/replay';
import type { Conversation } from '@headroom/agents/sessions';

/** A conversation as a request for the engine, and how its texts are found in what comes back. */
export interface AsRequest {
  readonly request: object;
  /** The messages as they would be sent; those that are the same stay the same objects. */
  read(answer: unknown): Message[];
}

/**
 * Conversations of Claude Code become Messages of Anthropic, where a failed call is marked as one; those of others are sent as they
 * are told, since their providers get no such mark.
 */
export function asRequest({ agent, messages, failed }: Conversation): AsRequest {
  if (agent !== 'claude-code') return { request: messages as object, read: (answer) => answer as Message[] };
  const list: { role: string; content: object[] }[] = [];
  const places = new Map<number, readonly [message: number, part: number]>();
  for (const [i, message] of messages.entries()) {
    const text = String(message.content ?? '');
    if (message.role === 'tool') {
      if (messages[i - 1]?.role !== 'tool') list.push({ role: 'user', content: [] });
      const parts = list.at(-1)?.content ?? [];
      const id = message.tool_call_id ?? '';
      const isError = failed.has(id) ? { is_error: true } : {};
      places.set(i, [
        list.length - 1,
        parts.push({ type: 'tool_result', tool_use_id: id, content: text, ...isError }) - 1,
      ]);
    } else if (message.role === 'assistant') {
      const calls = message.tool_calls ?? [];
      const said = text !== '' || calls.length === 0 ? [{ type: 'text', text }] : [];
      const uses = calls.map(({ id, function: { name, arguments: json } }) => ({
        type: 'tool_use',
        id,
        name,
        input: inputOf(json),
      }));
      list.push({ role: 'assistant', content: [...said, ...uses] });
    } else list.push({ role: 'user', content: [{ type: 'text', text }] });
  }
  return { request: list, read: (answer) => messages.map((message, i) => changed(message, places.get(i), answer)) };
}

function inputOf(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return { input: json };
  }
}

function changed(message: Message, place: readonly [number, number] | undefined, answer: unknown): Message {
  if (!place) return message;
  const list = answer as readonly { content: readonly { content: unknown }[] }[];
  const content = list[place[0]]?.content[place[1]]?.content;
  return content === message.content ? message : { ...message, content };
}
