import { anthropicLoop } from './anthropic-loop.js';
import { geminiLoop } from './gemini-loop.js';
import type { LoopDialect } from './loop-dialect.js';
import { openaiChatLoop } from './openai-chat-loop.js';
import { openaiResponsesLoop } from './openai-responses-loop.js';

const DIALECTS: readonly LoopDialect[] = [openaiChatLoop, openaiResponsesLoop, anthropicLoop, geminiLoop];

/** The tool loop's knowledge of a dialect, by the name of its format. */
export function loopDialect(name: string): LoopDialect | undefined {
  return DIALECTS.find((dialect) => dialect.name === name);
}
