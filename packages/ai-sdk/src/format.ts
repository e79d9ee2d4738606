import { type Block, type Format, type Path, queryWords, type Role, type ToolCall } from '@headroom/core';
import { type Fields, isFields, type Message, partsOf } from './language-model.js';

const ROLES: ReadonlyMap<unknown, Role> = new Map([
  ['system', 'system'],
  ['user', 'user'],
  ['assistant', 'assistant'],
  ['tool', 'tool'],
]);

/**
 * Where the texts of an AI SDK prompt live: the model's prompt (specification v2 to v4) and the SDK's own `ModelMessage[]`.
 * Of tool results only `text`, `json` and `content[].text` may change; the results of `structured` tools, whose JSON a provider
 * reads by its fields, may not.
 */
export function promptFormat(structured: ReadonlySet<string> = new Set()): Format<readonly Message[]> {
  return {
    name: 'ai-sdk',
    matches: (body): body is readonly Message[] => Array.isArray(body) && body.every(isMessage),
    blocks: (messages) => blocksOf(messages, structured),
    offer: () => undefined,
    write(messages, { at }, text) {
      const value = valueAt(messages, at);
      return { kind: 'replace', at, value: isFields(value) ? withText(value, text) : text };
    },
  };
}

function isMessage(message: unknown): boolean {
  return (
    isFields(message) &&
    ROLES.has(message.role) &&
    (typeof message.content === 'string' || Array.isArray(message.content))
  );
}

function* blocksOf(messages: readonly Message[], structured: ReadonlySet<string>): Iterable<Block> {
  const calls = new Map<unknown, ToolCall>();
  let query = '';
  for (const [turn, message] of messages.entries()) {
    const role = ROLES.get(message.role);
    if (!role) continue;
    if (role === 'user') query = queryWords(textsOf(message)) || query;
    if (typeof message.content === 'string') {
      if (message.content !== '') yield { at: [turn, 'content'], text: message.content, turn, role, query };
      continue;
    }
    for (const [index, part] of (message.content as readonly unknown[]).entries()) {
      if (!isFields(part)) continue;
      const at = [turn, 'content', index];
      if (part.type === 'text' && typeof part.text === 'string' && part.text !== '')
        yield { at: [...at, 'text'], text: part.text, turn, role, query };
      else if (part.type === 'tool-call') calls.set(part.toolCallId, callOf(part));
      else if (part.type === 'tool-result' && role === 'tool')
        yield* resultBlocks(
          part,
          at,
          { turn, role, query, call: calls.get(part.toolCallId) ?? callOf(part) },
          structured,
        );
    }
  }
}

function textsOf(message: Message): { text: string }[] {
  return partsOf(message).flatMap(({ type, text }) => (type === 'text' && typeof text === 'string' ? { text } : []));
}

function callOf({ toolCallId, toolName, input }: Fields): ToolCall {
  return { id: String(toolCallId), tool: String(toolName), input };
}

type Speaker = Pick<Block, 'turn' | 'role' | 'query' | 'call'>;

function* resultBlocks(part: Fields, at: Path, speaker: Speaker, structured: ReadonlySet<string>): Iterable<Block> {
  const { output } = part;
  if (!isFields(output)) return;
  const { type, value } = output;
  if (typeof value === 'string') {
    const isError = type === 'error-text' || type === 'error-json';
    if (isError || type === 'text' || type === 'json')
      yield { at: [...at, 'output', 'value'], text: value, ...speaker, ...(isError && { isError }) };
  } else if (type === 'json' && !structured.has(String(part.toolName))) {
    const text = asJson(value);
    if (text !== undefined) yield { at: [...at, 'output'], text, ...speaker };
  } else if (type === 'content' && Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      if (!isFields(item) || item.type !== 'text' || typeof item.text !== 'string') continue;
      yield { at: [...at, 'output', 'value', index, 'text'], text: item.text, ...speaker };
    }
  }
}

/** The JSON that providers send for a structured output; undefined for scalars and for what has no JSON. */
function asJson(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}

/** A structured output stays structured where the new text is JSON of that very spelling; else it becomes a text output. */
function withText(output: Fields, text: string): Fields {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ...output, type: 'text', value: text };
  }
  return asJson(value) === text ? { ...output, value } : { ...output, type: 'text', value: text };
}

function valueAt(root: unknown, at: Path): unknown {
  return at.reduce<unknown>((value, key) => (value as Record<string | number, unknown>)[key], root);
}
