import { type Format, type Path, type Role, readTurns, type ToolCall, type Turn, textParts } from '@headroom/core';
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
  blocks: (items) => readTurns(items as readonly Fields[], turnOf),
  offer: () => undefined,
};

function isItem(item: unknown): boolean {
  if (typeof item !== 'object' || item === null) return false;
  const { type, role, content } = item as Fields;
  if (type === 'function_call' || type === 'function_call_result') return 'callId' in item;
  return typeof type === 'string' || (ROLES.has(role) && content !== undefined);
}

function turnOf(item: Fields, index: number, calls: Map<unknown, ToolCall>): Turn | undefined {
  const { type, callId, name, status } = item;
  const role = ROLES.get(item.role);
  if (role) return { role, texts: textParts(item.content, [index, 'content'], TEXTS) };
  const call = { id: String(callId), tool: String(name) };
  if (type === 'function_call') calls.set(callId, { ...call, input: parsed(item.arguments) });
  if (type !== 'function_call_result') return undefined;
  const made = calls.get(callId);
  const pinned = made ? (status === 'incomplete' ? 'incomplete' : undefined) : 'held_by_server';
  const texts = resultTexts(item.output, [index, 'output']);
  return { role: 'tool', texts: texts.map((text) => ({ ...text, call: made ?? call, pinned })) };
}

/** An output is a string, one part, or a list of parts. */
function resultTexts(output: unknown, at: Path) {
  if (typeof output === 'string' || Array.isArray(output)) return textParts(output, at, TEXTS);
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
