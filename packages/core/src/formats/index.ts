import type { Format } from '../model/format.js';
import { anthropic } from './anthropic.js';
import { batchLineOf } from './batch-line.js';
import { gemini } from './gemini.js';
import { geminiEnvelopeOf } from './gemini-envelope.js';
import { openaiChat } from './openai-chat.js';
import { openaiResponses } from './openai-responses.js';

/** Every format of core. At most one of them matches a request. */
export const formats: readonly Format[] = [openaiChat, openaiResponses, anthropic, gemini];

/** Knows a request of Gemini that stands in another record; asked where none of {@link formats} knows the body. */
export const geminiEnvelope: Format = geminiEnvelopeOf(gemini as Format) as Format;

/** Knows a line of a batch file; not asked for requests unless given as an engine's own `format`. */
export const batchLine: Format = batchLineOf(formats);
