import type { Headroom, HeadroomOptions } from '@headroom/core';
import { shortenTexts } from '../shorten-texts.js';
import type { GeminiEvent } from './hook-event.js';
import { GEMINI_RETRIEVE_TOOL } from './names.js';
import { readGeminiOutput } from './tool-output.js';
import { readGeminiTranscript } from './transcript.js';

/** Of an output of 40,000 characters and more Gemini CLI shows the first 8,000 and the last 32,000. */
const MOST_SHOWN = 38_000;
/** A shorter output is never shortened. */
const LEAST = 600;

/**
 * What the model is to read in place of a tool's output, or undefined where that stays: it is small, or failed, or nothing can be
 * saved, or its tool or shape is not known. `transcript` is the end of {@link GeminiEvent.transcriptPath}.
 */
export async function shortenGemini(
  headroom: Headroom,
  event: GeminiEvent,
  { transcript = '', options }: { readonly transcript?: string | undefined; readonly options?: HeadroomOptions } = {},
): Promise<string | undefined> {
  const output = readGeminiOutput(event.tool, event.response);
  if (!output || output.text.length < LEAST) return undefined;
  const { tool, input, time } = event;
  const call = { tool, input, callId: `headroom ${time}`, texts: [output.text], most: MOST_SHOWN };
  const told = readGeminiTranscript(transcript);
  const around = { told, retrieveTool: GEMINI_RETRIEVE_TOOL, options };
  return shortenTexts(headroom, call, around, ([text]) => (text === undefined ? undefined : output.write(text)));
}

/**
 * The answer to an `AfterTool` hook that has the client call our own tool, whose answer takes the output's place under the call's own
 * name and id. There is no other: the client reads no output from a hook.
 */
export function tailAnswer(hash: string): object {
  const tailToolCallRequest = { name: GEMINI_RETRIEVE_TOOL, args: { hash } };
  return { hookSpecificOutput: { hookEventName: 'AfterTool', tailToolCallRequest } };
}
