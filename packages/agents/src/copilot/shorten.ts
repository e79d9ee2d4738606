import type { Headroom, HeadroomOptions } from '@headroom/core';
import { shortenTexts } from '../shorten-texts.js';
import type { CopilotEvent } from './hook-event.js';
import { COPILOT_RETRIEVE_TOOL } from './names.js';
import { readCopilotOutput } from './tool-output.js';
import { readCopilotTranscript } from './transcript.js';

/** Of a longer output Copilot CLI shows a thousand characters and the name of a file. */
const MOST_SHOWN = 19_000;
/** A shorter output is never shortened. */
const LEAST = 600;

/** What a hook answers so that the model reads another output. */
export interface CopilotAnswer {
  readonly modifiedResult: { readonly resultType: 'success'; readonly textResultForLlm: string };
}

/**
 * The answer to a `postToolUse` event, or undefined where the output stays: it is small, or nothing can be saved, or its tool is not
 * known. `transcript` is the end of the session's events, `whole` what the file behind an output that was cut holds.
 */
export async function shortenCopilot(
  headroom: Headroom,
  event: CopilotEvent,
  {
    transcript = '',
    whole,
    options,
  }: {
    readonly transcript?: string | undefined;
    readonly whole?: string | undefined;
    readonly options?: HeadroomOptions;
  } = {},
): Promise<CopilotAnswer | undefined> {
  const output = readCopilotOutput(event, whole);
  if (!output || output.text.length < LEAST) return undefined;
  const { tool, input, time } = event;
  const preview = output.isWhole ? event.text : undefined;
  const call = { tool, input, callId: `headroom ${time}`, texts: [output.text], most: MOST_SHOWN, preview };
  const around = { told: readCopilotTranscript(transcript), retrieveTool: COPILOT_RETRIEVE_TOOL, options };
  return shortenTexts(headroom, call, around, ([text]) =>
    text === undefined
      ? undefined
      : { modifiedResult: { resultType: 'success', textResultForLlm: output.write(text) } as const },
  );
}
