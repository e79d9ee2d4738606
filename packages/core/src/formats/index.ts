import type { Format } from '../model/format.js';
import { anthropic } from './anthropic.js';
import { batchLineOf } from './batch-line.js';
import { gemini } from './gemini.js';
import { openaiChat } from './openai-chat.js';
import { openaiResponses } from './openai-responses.js';

/** Every format of core. At most one of them matches a request. */
export const formats: readonly Format[] = [openaiChat, openaiResponses, anthropic, gemini];

/** Knows a line of a batch file; not asked for requests unless given as an engine's own `format`. */
export const batchLine: Format = batchLineOf(formats);
