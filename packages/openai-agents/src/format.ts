import { type Block, type Format, type Path, queryWords, type Role, type ToolCall } from '@headroom/core';
import type { AgentInputItem } from '@openai/agents';

type Fields = Readonly<Record<string, unknown>>;

const ROLES: ReadonlyMap<unknown, Role> = new Map([
  ['system', 'system'],
  ['user', 'user'],
  ['assistant', 'assistant'],
]);
const TEXTS: ReadonlySet<unknown> = new Set(['input_text', 'output_text', 'text']);

/**
 * Where the texts of the Agents SDK's input items live. Only results of function tools may change; one whose call is not among
 * the items belongs to a conversation that the server holds, and stays.
 */
export const itemFormat: Format<readonly AgentInputItem[]> = {
  name: 'openai-agents',
  matches: (body): body is readonly AgentInputItem[] => Array.isArray(body) && body.every(isItem),
  *blocks(items) {
    const calls = new Map<unknown, ToolCall>();
    let query = '';
    for (const [turn, item] of (items as readonly Fields[]).entries()) {
      if (item.type === 'function_call') calls.set(item.callId, callOf(item));
      const role = ROLES.get(item.role);
      if (role) {
        const texts = textsOf(item.content, [turn, 'content']);
        if (role === 'user') query = queryWords(texts) || query;
        for (const text of texts) yield { ...text, turn, role, query };
      } else if (item.type === 'function_call_result') {
        const answer = answerOf(item, calls);
        for (const text of resultTexts(item.output, [turn, 'output']))
          yield { ...text, turn, role: 'tool', query, ...answer };
      }
    }
  },
  offer: () => undefined,
};

function isItem(item: unknown): boolean {
  if (typeof item !== 'object' || item === null) return false;
  const { type, role, content } = item as Fields;
  if (type === 'function_call' || type === 'function_call_result') return 'callId' in item;
  return typeof type === 'string' || (ROLES.has(role) && content !== undefined);
}

function callOf({ callId, name, arguments: given }: Fields): ToolCall {
  return { id: String(callId), tool: String(name), input: parsed(given) };
}

function answerOf(item: Fields, calls: ReadonlyMap<unknown, ToolCall>): Pick<Block, 'call' | 'pinned'> {
  const call = calls.get(item.callId);
  if (!call) return { call: { id: String(item.callId), tool: String(item.name) }, pinned: 'held_by_server' };
  return { call, ...(item.status === 'incomplete' && { pinned: 'incomplete' }) };
}

interface Text {
  readonly at: Path;
  readonly text: string;
}

function textsOf(content: unknown, at: Path): Text[] {
  if (typeof content === 'string') return content === '' ? [] : [{ at, text: content }];
  if (!Array.isArray(content)) return [];
  return content.flatMap((part: Fields | null, index) =>
    TEXTS.has(part?.type) && typeof part?.text === 'string' && part.text !== ''
      ? [{ at: [...at, index, 'text'], text: part.text }]
      : [],
  );
}

/** An output is a string, one part, or a list of parts. */
function resultTexts(output: unknown, at: Path): Text[] {
  if (typeof output === 'string' || Array.isArray(output)) return textsOf(output, at);
  const { type, text } = (output ?? {}) as Fields;
  return type === 'text' && typeof text === 'string' && text !== '' ? [{ at: [...at, 'text'], text }] : [];
}

function parsed(input: unknown): unknown {
  try {
    return typeof input === 'string' ? JSON.parse(input) : input;
  } catch {
    return input;
  }
}
