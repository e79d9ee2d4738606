import type { Block, Role, ToolCall } from '../model/block.js';
import type { BlockReader, Format } from '../model/format.js';
import type { Path } from '../model/path.js';
import { blocksOf } from './blocks-of.js';
import { isCodeCaller, READ_BY_CODE, SEEN_WHOLE, toolsForCode } from './code-callers.js';
import { messageDialect } from './message-dialect.js';
import { isFreeChoice, offerTool } from './offer-tool.js';
import { queryWords } from './query-words.js';
import { type Fields, holds, isRecord } from './record.js';
import { isCited, partTexts, resultTexts } from './result-parts.js';
import { type TextPart, textParts } from './text-parts.js';
import type { SeenCall } from './tool-call.js';

/** A body of `/v1/messages`, or its list of messages. */
export type AnthropicBody = readonly unknown[] | (Fields & { readonly messages: readonly unknown[] });

const ROLES: ReadonlyMap<unknown, Role> = new Map([
  ['system', 'system'],
  ['user', 'user'],
  ['assistant', 'assistant'],
]);
const TEXT: ReadonlySet<unknown> = new Set(['text']);
const CALLS: ReadonlySet<unknown> = new Set(['tool_use', 'server_tool_use', 'mcp_tool_use']);
const RESULTS: ReadonlySet<unknown> = new Set(['tool_result', 'mcp_tool_result']);

/** Where the texts of an Anthropic Messages request live. */
export const anthropic: Format<AnthropicBody> = {
  name: 'anthropic',

  matches(body: unknown): body is AnthropicBody {
    return holds(() => messageDialect(body) === 'anthropic');
  },

  blocks: (body: AnthropicBody) => blocksOf(follow(body), messagesOf(body)),

  follow,

  offer(body: AnthropicBody, tool: unknown) {
    return isRecord(body) && isFreeChoice(body.tool_choice) ? offerTool(body, ['tools'], tool) : undefined;
  },
};

function follow(body: AnthropicBody): BlockReader {
  let query = '';
  const system = isRecord(body) ? textParts(body.system, ['system'], TEXT) : [];
  const root = isRecord(body) ? ['messages'] : [];
  const calls = new Map<string, SeenCall>();
  const forCode = toolsForCode(body);
  return {
    around: system.map((part) => block(part, { turn: 0, role: 'system', query })),
    *next(message, turn) {
      const role = isRecord(message) ? ROLES.get(message.role) : undefined;
      if (!isRecord(message) || !role) return;
      const at = [...root, turn, 'content'];
      if (role === 'user') query = queryWords(textParts(message.content, at, TEXT)) || query;
      yield* messageBlocks(message.content, at, { turn, role, query }, calls, forCode);
    },
  };
}

type Speaker = Pick<Block, 'turn' | 'role' | 'query'>;

function messagesOf(body: AnthropicBody): readonly unknown[] {
  return isRecord(body) ? (body.messages as readonly unknown[]) : body;
}

function block({ at, text, part }: TextPart, speaker: Speaker): Block {
  return { at, text, ...speaker, ...(part && isCited(part) && { pinned: 'it carries citations' }) };
}

/** Texts, tool results and tool calls of one message, in the order they stand in. */
function* messageBlocks(
  content: unknown,
  at: Path,
  speaker: Speaker,
  calls: Map<string, SeenCall>,
  forCode: ReadonlySet<string>,
): Iterable<Block> {
  if (!Array.isArray(content)) {
    for (const part of textParts(content, at, TEXT)) yield block(part, speaker);
    return;
  }
  for (const [index, part] of content.entries()) {
    if (!isRecord(part)) continue;
    if (part.type === 'text') {
      if (typeof part.text !== 'string' || part.text === '') continue;
      yield block({ at: [...at, index, 'text'], text: part.text, part }, speaker);
    } else if (part.type === 'search_result') {
      for (const text of partTexts(part, [...at, index])) yield block(text, { ...speaker, role: 'tool' });
    } else if (CALLS.has(part.type)) {
      if (typeof part.id === 'string' && typeof part.name === 'string') {
        const isForCode = isCodeCaller(part.caller) || forCode.has(part.name);
        calls.set(part.id, { tool: part.name, input: part.input, ...(isForCode && { pinned: READ_BY_CODE }) });
      }
    } else if (RESULTS.has(part.type)) {
      const call = callOf(part, calls);
      const ran = speaker.role === 'assistant' ? SEEN_WHOLE : calls.get(String(part.tool_use_id))?.pinned;
      const pinned = isCodeCaller(part.caller) ? READ_BY_CODE : ran;
      const answer = {
        ...(call && { call }),
        ...(part.is_error === true && { isError: true }),
        ...(pinned !== undefined && { pinned }),
      };
      for (const text of resultTexts(part.content, [...at, index, 'content'])) {
        yield { ...block(text, { ...speaker, role: 'tool' }), ...answer };
      }
    }
  }
}

function callOf({ tool_use_id }: Fields, calls: ReadonlyMap<string, SeenCall>): ToolCall | undefined {
  const seen = typeof tool_use_id === 'string' ? calls.get(tool_use_id) : undefined;
  return typeof tool_use_id === 'string' && seen ? { id: tool_use_id, tool: seen.tool, input: seen.input } : undefined;
}
