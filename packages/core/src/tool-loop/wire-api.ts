import { retrieveTool } from '../ccr/tool.js';
import { formats } from '../formats/index.js';
import { isRecord } from '../formats/record.js';
import type { Dialect } from '../model/format.js';
import { anthropicLoop } from './anthropic-loop.js';
import { geminiLoop } from './gemini-loop.js';
import type { LoopApi } from './loop-api.js';
import type { LoopDialect } from './loop-dialect.js';
import { openaiChatLoop } from './openai-chat-loop.js';
import { openaiResponsesLoop } from './openai-responses-loop.js';
import { AnthropicFilter } from './stream/anthropic-filter.js';
import { EnvelopeFilter } from './stream/envelope-filter.js';
import { byteFilter, type EventFilter } from './stream/event-filter.js';
import { GeminiFilter } from './stream/gemini-filter.js';
import { OpenAIChatFilter } from './stream/openai-chat-filter.js';
import { OpenAIResponsesFilter } from './stream/openai-responses-filter.js';

/** One definition a dialect, so that what was made of it can be told by it. */
const tools = new Map<Dialect, unknown>();

type Wire = readonly [dialect: LoopDialect, filter: new () => EventFilter];

const WIRES: Readonly<Record<Dialect, Wire>> = {
  anthropic: [anthropicLoop, AnthropicFilter],
  'openai-chat': [openaiChatLoop, OpenAIChatFilter],
  'openai-responses': [openaiResponsesLoop, OpenAIResponsesFilter],
  gemini: [geminiLoop, GeminiFilter],
};

/** The provider's API that a request body is written for; a bare list of messages cannot carry tools and has none. */
export function wireApi(request: unknown): LoopApi | undefined {
  const format = isRecord(request) ? formats.find((one) => one.matches(request)) : undefined;
  if (!format) return undefined;
  const name = format.name as Dialect;
  const [dialect, Filter] = WIRES[name];
  const tool = tools.get(name) ?? retrieveTool(name);
  tools.set(name, tool);
  return { format, tool, dialect, filter: () => byteFilter(new Filter()) };
}

/** The API behind Code Assist: Gemini's, with each event of a stream in an envelope. */
export function envelopedApi(request: object): LoopApi | undefined {
  const api = wireApi(request);
  return api && { ...api, filter: () => byteFilter(new EnvelopeFilter(new GeminiFilter())) };
}
