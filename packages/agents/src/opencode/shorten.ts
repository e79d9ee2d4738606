import type { Headroom, HeadroomOptions } from '@headroom/core';
import { type Fields, isFields, textOr } from '../fields.js';
import { shortenTexts } from '../shorten-texts.js';
import type { Told } from '../told.js';
import { OPENCODE_RETRIEVE_TOOL } from './names.js';
import { readOpencodeOutput } from './tool-output.js';

/** What the plugin tells of a call that has ended. */
export interface OpencodeCall {
  readonly tool: string;
  readonly callId: string;
  readonly input: unknown;
  /** `{output, metadata}` or, of MCP, `{content}`. */
  readonly output: unknown;
  readonly told: Told;
  /** False where the model cannot ask for originals: then nothing is left out. */
  readonly canRetrieve: boolean;
}

/** Reads what the plugin sends; undefined for what is no such thing. */
export function readOpencodeCall(body: unknown): OpencodeCall | undefined {
  if (!isFields(body)) return undefined;
  const { tool, callId, input = {}, output, messages, model, canRetrieve } = body;
  if (textOr(tool) === undefined || textOr(callId) === undefined) return undefined;
  const said = (Array.isArray(messages) ? messages : []).filter(
    (message): message is Told['messages'][number] => isFields(message) && typeof message.role === 'string',
  );
  return {
    tool: String(tool),
    callId: String(callId),
    input,
    output,
    told: { messages: said, model: textOr(model) },
    canRetrieve: canRetrieve === true,
  };
}

/**
 * The fields that the plugin puts in place of a tool's output, or undefined where it stays as it is: it is small, or nothing can be
 * saved, or its tool or shape is not known. `whole` is what the file behind an output that was cut holds.
 */
export async function shortenOpencode(
  headroom: Headroom,
  call: OpencodeCall,
  { whole, options = {} }: { readonly whole?: string | undefined; readonly options?: HeadroomOptions } = {},
): Promise<Fields | undefined> {
  const output = readOpencodeOutput(call.tool, call.output, whole);
  if (!output) return undefined;
  const shown = shownOf(call.output);
  const most = shown?.length ?? Number.POSITIVE_INFINITY;
  const isCut = shown !== undefined && shown !== output.texts[0];
  return shortenTexts(
    headroom,
    { ...call, texts: output.texts, most, preview: isCut ? shown : undefined },
    {
      told: call.told,
      retrieveTool: OPENCODE_RETRIEVE_TOOL,
      options: call.canRetrieve ? options : { ...options, mode: 'lossless' },
    },
    output.write,
  );
}

/** What is shown without us: an upper limit where it is only an end of the whole. */
function shownOf(output: unknown): string | undefined {
  return isFields(output) ? textOr(output.output) : undefined;
}
