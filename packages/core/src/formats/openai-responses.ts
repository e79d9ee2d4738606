import type { Block, Role, ToolCall } from '../model/block.js';
import type { Format } from '../model/format.js';
import type { Path } from '../model/path.js';
import { isFreeChoice, offerTool } from './offer-tool.js';
import { queryWords } from './query-words.js';
import { type Fields, holds, isRecord } from './record.js';
import { type TextPart, textParts } from './text-parts.js';
import { type SeenCall, toolCall } from './tool-call.js';

/** A body of `/v1/responses`, or its list of input items. */
export type OpenAIResponsesBody = readonly unknown[] | (Fields & { readonly input: string | readonly unknown[] });

const ROLES: ReadonlyMap<unknown, Role> = new Map([
  ['system', 'system'],
  ['developer', 'system'],
  ['user', 'user'],
  ['assistant', 'assistant'],
]);
const TEXT: ReadonlySet<unknown> = new Set(['input_text', 'output_text', 'text']);
const OWN_PARTS: ReadonlySet<unknown> = new Set(['input_text', 'output_text', 'input_image', 'input_file']);
const ITEM = /^(?:message|reasoning|item_reference|compaction|mcp_\w+|[a-z_]+_call(?:_output)?)$/;

/** Where the texts of an OpenAI Responses request live. */
export const openaiResponses: Format<OpenAIResponsesBody> = {
  name: 'openai-responses',

  matches(body: unknown): body is OpenAIResponsesBody {
    return holds(() => {
      if (Array.isArray(body)) return body.every(isItem) && body.some(isOwnItem);
      if (!isRecord(body) || 'messages' in body || 'contents' in body) return false;
      return typeof body.input === 'string' || (Array.isArray(body.input) && body.input.every(isItem));
    });
  },

  *blocks(body: OpenAIResponsesBody): Iterable<Block> {
    let query = '';
    if (isRecord(body)) {
      const { instructions, input } = body;
      if (typeof instructions === 'string' && instructions !== '') {
        yield { at: ['instructions'], text: instructions, turn: 0, role: 'system', query };
      }
      if (typeof input === 'string') {
        if (input !== '')
          yield { at: ['input'], text: input, turn: 0, role: 'user', query: queryWords([{ text: input }]) };
        return;
      }
    }
    const root = isRecord(body) ? ['input'] : [];
    const calls = new Map<string, SeenCall>();
    for (const [turn, item] of itemsOf(body).entries()) {
      if (!isRecord(item)) continue;
      noteCall(item, calls);
      const role = isMessage(item) ? ROLES.get(item.role) : 'tool';
      if (!role) continue;
      const at = [...root, turn];
      const parts = role === 'tool' ? outputParts(item, at) : textParts(item.content, [...at, 'content'], TEXT);
      if (role === 'user') query = queryWords(parts) || query;
      const call = role === 'tool' ? callOf(item, calls) : undefined;
      for (const part of parts) {
        yield { at: part.at, text: part.text, turn, role, query, ...(call && { call }), ...flags(item, part) };
      }
    }
  },

  offer(body: OpenAIResponsesBody, tool: unknown) {
    return isRecord(body) && isFreeChoice(body.tool_choice) ? offerTool(body, ['tools'], tool) : undefined;
  },
};

function itemsOf(body: OpenAIResponsesBody): readonly unknown[] {
  return isRecord(body) ? (body.input as readonly unknown[]) : body;
}

function isMessage({ type, role }: Fields): boolean {
  return type === 'message' || (type === undefined && role !== undefined);
}

function isItem(item: unknown): item is Fields {
  if (!isRecord(item)) return false;
  return item.type === undefined ? ROLES.has(item.role) && 'content' in item : typeof item.type === 'string';
}

/** An item that a list of chat messages could not hold. */
function isOwnItem(item: unknown): boolean {
  if (!isRecord(item)) return false;
  if (typeof item.type === 'string') return ITEM.test(item.type);
  return Array.isArray(item.content) && item.content.some((part) => isRecord(part) && OWN_PARTS.has(part.type));
}

/** Names of tools whose calls carry an action instead of a name and arguments. */
const BUILT_IN: ReadonlyMap<unknown, string> = new Map([
  ['local_shell_call', 'local_shell'],
  ['shell_call', 'shell'],
  ['apply_patch_call', 'apply_patch'],
]);

function noteCall(item: Fields, calls: Map<string, SeenCall>): void {
  const { type, name, id, call_id } = item;
  const builtIn = BUILT_IN.get(type);
  const tool = builtIn ?? (typeof name === 'string' ? name : undefined);
  if (tool === undefined || typeof type !== 'string' || !type.endsWith('_call')) return;
  const seen = { tool, input: builtIn ? (item.action ?? item.operation) : (item.arguments ?? item.input) };
  for (const key of [id, call_id]) if (typeof key === 'string') calls.set(key, seen);
}

function callOf({ id, call_id }: Fields, calls: ReadonlyMap<string, SeenCall>): ToolCall | undefined {
  for (const key of [call_id, id]) {
    const seen = typeof key === 'string' ? calls.get(key) : undefined;
    if (typeof key === 'string' && seen) return toolCall(key, seen);
  }
  return undefined;
}

function outputParts({ type, output }: Fields, at: Path): TextPart[] {
  switch (type) {
    case 'function_call_output':
    case 'custom_tool_call_output':
    case 'local_shell_call_output':
    case 'apply_patch_call_output':
    case 'mcp_call':
      return textParts(output, [...at, 'output'], TEXT);
    case 'shell_call_output':
      return typeof output === 'string'
        ? textParts(output, [...at, 'output'], TEXT)
        : shellParts(output, [...at, 'output']);
    default:
      return [];
  }
}

function shellParts(output: unknown, at: Path): TextPart[] {
  if (!Array.isArray(output)) return [];
  return output.flatMap((part: unknown, index) => {
    if (!isRecord(part)) return [];
    return ['stdout', 'stderr'].flatMap((stream) => {
      const text = part[stream];
      return typeof text === 'string' && text !== '' ? [{ at: [...at, index, stream], text, part }] : [];
    });
  });
}

function flags({ type, status, error }: Fields, { part }: TextPart): Partial<Block> {
  const { annotations, outcome } = part ?? {};
  if (Array.isArray(annotations) && annotations.length > 0) return { pinned: 'annotations point into it' };
  const isOutput = type === 'apply_patch_call_output' || type === 'mcp_call';
  if (isOutput && (status === 'failed' || (error !== undefined && error !== null))) return { isError: true };
  if (isRecord(outcome) && (outcome.type === 'timeout' || (outcome.exit_code ?? 0) !== 0)) return { isError: true };
  return {};
}
