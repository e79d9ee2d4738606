import { foldedOver } from '../edit/fixed-values.js';
import type { Block, Role } from '../model/block.js';
import type { BlockReader, Format } from '../model/format.js';
import { blocksOf } from './blocks-of.js';
import { toolsForCode } from './code-callers.js';
import { isFreeChoice, offerTool } from './offer-tool.js';
import { queryWords } from './query-words.js';
import { type Fields, holds, isRecord } from './record.js';
import { callOf, noteCall, outputFlags, outputParts, pinnedBy } from './responses-items.js';
import { textParts } from './text-parts.js';
import type { SeenCall } from './tool-call.js';

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
      return typeof body.input === 'string' || (Array.isArray(body.input) && areItems(body.input));
    });
  },

  blocks: (body: OpenAIResponsesBody) => blocksOf(follow(body), itemsOf(body)),

  follow,

  offer(body: OpenAIResponsesBody, tool: unknown) {
    return isRecord(body) && isFreeChoice(body.tool_choice) ? offerTool(body, ['tools'], tool) : undefined;
  },
};

function follow(body: OpenAIResponsesBody): BlockReader {
  const root = isRecord(body) ? ['input'] : [];
  const calls = new Map<string, SeenCall>();
  const forCode = toolsForCode(body);
  let query = '';
  return {
    around: isRecord(body) ? aroundItems(body) : [],
    *next(item, turn) {
      if (!isRecord(item)) return;
      noteCall(item, calls, forCode);
      const role = isMessage(item) ? ROLES.get(item.role) : 'tool';
      if (!role) return;
      const at = [...root, turn];
      const parts = role === 'tool' ? outputParts(item, at) : textParts(item.content, [...at, 'content'], TEXT);
      if (role === 'user') query = queryWords(parts) || query;
      const call = role === 'tool' ? callOf(item, calls) : undefined;
      for (const part of parts) {
        const flags = { ...outputFlags(item, part), ...(role === 'tool' && pinnedBy(item, calls)) };
        yield { at: part.at, text: part.text, turn, role, query, ...(call && { call }), ...flags };
      }
    },
  };
}

function aroundItems({ instructions, input }: Fields): readonly Block[] {
  const isTold = typeof instructions === 'string' && instructions !== '';
  const said = typeof input === 'string' ? textParts(input, ['input'], TEXT) : [];
  return [
    ...(isTold ? [{ at: ['instructions'], text: instructions, turn: 0, role: 'system' as const, query: '' }] : []),
    ...said.map((part) => ({ ...part, turn: 0, role: 'user' as const, query: queryWords([part]) })),
  ];
}

function areItems(input: readonly unknown[]): boolean {
  return foldedOver(input, 'items', true, (areAll, item) => areAll && isItem(item));
}

function itemsOf(body: OpenAIResponsesBody): readonly unknown[] {
  const items: unknown = isRecord(body) ? body.input : body;
  return Array.isArray(items) ? items : [];
}

function isMessage({ type, role }: Fields): boolean {
  return type === 'message' || (type === undefined && role !== undefined);
}

/** The Agents SDK has items of the same names, with other fields. */
function isItem(item: unknown): item is Fields {
  if (!isRecord(item) || 'callId' in item || item.type === 'hosted_tool_call') return false;
  return item.type === undefined ? ROLES.has(item.role) && 'content' in item : typeof item.type === 'string';
}

/** An item that a list of chat messages could not hold. */
function isOwnItem(item: unknown): boolean {
  if (!isRecord(item)) return false;
  if (typeof item.type === 'string') return ITEM.test(item.type);
  return Array.isArray(item.content) && item.content.some((part) => isRecord(part) && OWN_PARTS.has(part.type));
}
