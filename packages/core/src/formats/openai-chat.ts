import type { Role, ToolCall } from '../model/block.js';
import type { BlockReader, Format } from '../model/format.js';
import { blocksOf } from './blocks-of.js';
import { isCodeCaller, READ_BY_CODE, toolsForCode } from './code-callers.js';
import { messageDialect } from './message-dialect.js';
import { isFreeChoice, offerTool } from './offer-tool.js';
import { queryWords } from './query-words.js';
import { type Fields, holds, isRecord } from './record.js';
import { textParts } from './text-parts.js';
import { type SeenCall, toolCall } from './tool-call.js';

/** A body of `/v1/chat/completions`, or its list of messages. */
export type OpenAIChatBody = readonly unknown[] | (Fields & { readonly messages: readonly unknown[] });

const ROLES: ReadonlyMap<unknown, Role> = new Map([
  ['system', 'system'],
  ['developer', 'system'],
  ['user', 'user'],
  ['assistant', 'assistant'],
  ['tool', 'tool'],
  ['function', 'tool'],
]);
const TEXT: ReadonlySet<unknown> = new Set(['text']);

/** Where the texts of an OpenAI chat completion request live. */
export const openaiChat: Format<OpenAIChatBody> = {
  name: 'openai-chat',

  matches(body: unknown): body is OpenAIChatBody {
    return holds(() => messageDialect(body) === 'openai-chat');
  },

  blocks: (body: OpenAIChatBody) => blocksOf(follow(body), messagesOf(body)),

  follow,

  offer(body: OpenAIChatBody, tool: unknown) {
    if (!isRecord(body) || !isFreeChoice(body.tool_choice)) return undefined;
    if (body.functions !== undefined) return undefined;
    return offerTool(body, ['tools'], tool);
  },
};

function follow(body: OpenAIChatBody): BlockReader {
  const root = isRecord(body) ? ['messages'] : [];
  const calls = new Map<string, SeenCall>();
  const forCode = toolsForCode(body);
  let query = '';
  return {
    around: [],
    *next(message, turn) {
      const role = isRecord(message) ? ROLES.get(message.role) : undefined;
      if (!isRecord(message) || !role) return;
      noteCalls(message, calls, forCode);
      const parts = textParts(message.content, [...root, turn, 'content'], TEXT);
      if (role === 'user') query = queryWords(parts) || query;
      const call = role === 'tool' ? callOf(message, calls) : undefined;
      const pinned = role === 'tool' ? calls.get(String(message.tool_call_id))?.pinned : undefined;
      const more = { ...(call && { call }), ...(pinned !== undefined && { pinned }) };
      for (const { at, text } of parts) yield { at, text, turn, role, query, ...more };
    },
  };
}

function messagesOf(body: OpenAIChatBody): readonly unknown[] {
  return isRecord(body) ? (body.messages as readonly unknown[]) : body;
}

function noteCalls(message: Fields, calls: Map<string, SeenCall>, forCode: ReadonlySet<string>): void {
  const { tool_calls, function_call } = message;
  for (const made of Array.isArray(tool_calls) ? tool_calls : []) {
    if (!isRecord(made) || typeof made.id !== 'string') continue;
    const { function: called, custom } = made;
    if (isRecord(called) && typeof called.name === 'string') {
      const isForCode = isCodeCaller(made.caller) || forCode.has(called.name);
      const pinned = isForCode && { pinned: READ_BY_CODE };
      calls.set(made.id, { tool: called.name, input: called.arguments, ...pinned });
    } else if (isRecord(custom) && typeof custom.name === 'string') {
      calls.set(made.id, { tool: custom.name, input: custom.input });
    }
  }
  if (isRecord(function_call) && typeof function_call.name === 'string') {
    calls.set(legacyId(function_call.name), { tool: function_call.name, input: function_call.arguments });
  }
}

/** Results of the retired `function` role name the function; the latest call of that name is the one they answer. */
function legacyId(name: string): string {
  return `function:${name}`;
}

function callOf({ role, name, tool_call_id }: Fields, calls: ReadonlyMap<string, SeenCall>): ToolCall | undefined {
  const named = typeof name === 'string' && name !== '' ? name : undefined;
  const legacy = role === 'function' && named !== undefined ? legacyId(named) : undefined;
  const id = legacy ?? (typeof tool_call_id === 'string' ? tool_call_id : undefined);
  const seen = id === undefined ? undefined : calls.get(id);
  if (id !== undefined && seen) return toolCall(id, seen);
  return named === undefined ? undefined : { id: id ?? named, tool: named };
}
