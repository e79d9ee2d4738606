import type { Format } from '../model/format.js';
import { anthropic } from './anthropic.js';
import { gemini } from './gemini.js';
import { openaiChat } from './openai-chat.js';
import { openaiResponses } from './openai-responses.js';

/** Every format of core. At most one of them matches a request. */
export const formats: readonly Format[] = [openaiChat, openaiResponses, anthropic, gemini];
