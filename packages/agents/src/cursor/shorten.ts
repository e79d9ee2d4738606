import type { Headroom, HeadroomOptions } from '@headroom/core';
import { isFields } from '../fields.js';
import { shortenTexts } from '../shorten-texts.js';
import { type Told, valuesIn } from '../told.js';
import { type CursorEvent, parsed } from './hook-event.js';
import { CURSOR_RETRIEVE_TOOL } from './names.js';

/** A shorter output is never shortened. */
const LEAST = 600;

/** What a hook answers so that the model reads another output. */
export interface CursorAnswer {
  readonly updated_mcp_tool_output: unknown;
}

/**
 * The answer to a `postToolUse` event of an MCP server's tool, or undefined where the output stays: it is small or failed, nothing can
 * be saved, or its shape is not known. `transcript` is the end of the session's file.
 */
export async function shortenCursor(
  headroom: Headroom,
  { tool, input, callId, output }: CursorEvent,
  {
    transcript = '',
    options,
  }: { readonly transcript?: string | undefined; readonly options?: HeadroomOptions | undefined } = {},
): Promise<CursorAnswer | undefined> {
  // What it asked for is not to be cut again.
  if (output.length < LEAST || tool.includes(CURSOR_RETRIEVE_TOOL)) return undefined;
  const result = parsed(output);
  if (!isFields(result) || result.isError === true || !Array.isArray(result.content)) return undefined;
  const parts: readonly unknown[] = result.content;
  const at = parts.flatMap((part, i) => (textIn(part) === undefined ? [] : [i]));
  const texts = at.map((i) => textIn(parts[i]) ?? '');
  if (texts.length === 0) return undefined;
  const around = { told: toldIn(transcript), retrieveTool: CURSOR_RETRIEVE_TOOL, options };
  // The same once more, whole, for clients that read it instead.
  const { structuredContent: _, ...rest } = result;
  return shortenTexts(headroom, { tool, input, callId, texts }, around, (short) => {
    const content = parts.map((part, i) =>
      at.includes(i) ? { ...(part as object), text: short[at.indexOf(i)] } : part,
    );
    return { updated_mcp_tool_output: { ...rest, content } };
  });
}

function textIn(part: unknown): string | undefined {
  return isFields(part) && part.type === 'text' && typeof part.text === 'string' ? part.text : undefined;
}

/** What the user asked last: the lines that say who speaks, and hold text. */
function toldIn(transcript: string): Told {
  const messages = valuesIn(transcript).flatMap((line) => {
    if (!isFields(line) || line.role !== 'user') return [];
    const { content } = isFields(line.message) ? line.message : line;
    const texts = typeof content === 'string' ? [content] : Array.isArray(content) ? content.map(textIn) : [];
    const text = texts.filter((one) => one !== undefined).join('\n');
    return text === '' ? [] : [{ role: 'user', content: text }];
  });
  return { messages: messages.slice(-1), model: undefined };
}
