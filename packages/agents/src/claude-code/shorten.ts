import type { Headroom, HeadroomOptions } from '@headroom/core';
import { shortenTexts } from '../shorten-texts.js';
import { questionOf, type Told } from '../told.js';
import type { HookEvent } from './hook-event.js';
import { CLAUDE_CODE_RETRIEVE_TOOL } from './names.js';
import { readToolOutput } from './tool-output.js';
import { promptsOf, readTranscript } from './transcript.js';

/** What a hook answers so that the model reads another output; in the client's history there is then never another. */
export interface HookAnswer {
  readonly hookSpecificOutput: { readonly hookEventName: 'PostToolUse'; readonly updatedToolOutput: unknown };
}

/** What is known besides the event itself. */
export interface Surroundings {
  /** The ends of the transcripts that {@link transcriptsOf} names, in its order; the first that tells what was asked counts. */
  readonly transcripts?: readonly (string | undefined)[] | undefined;
  /** What the file behind `persistedOutputPath` holds. */
  readonly whole?: string | undefined;
  /** Options of this call: `mode`, `excludeTools` … */
  readonly options?: HeadroomOptions | undefined;
}

/**
 * The answer to a `PostToolUse` event of Claude Code, or undefined where the output stays as it is: it is small, or nothing can be
 * saved, its tool or shape is not known, or the client would not show what is put in its place.
 *
 * @example
 * ```ts
 * const event = readHookEvent(JSON.parse(body));
 * const answer = event && (await shortenOutput(headroom, event, { transcripts: [transcript] }));
 * response.end(JSON.stringify(answer ?? {}));
 * ```
 */
export async function shortenOutput(
  headroom: Headroom,
  event: HookEvent,
  { transcripts = [], whole, options = {} }: Surroundings = {},
): Promise<HookAnswer | undefined> {
  const output = readToolOutput(event.tool, event.response, whole);
  if (!output) return undefined;
  const told = firstTold(transcripts);
  const around = { told, retrieveTool: CLAUDE_CODE_RETRIEVE_TOOL, options };
  const updatedToolOutput = await shortenTexts(headroom, { ...event, ...output }, around, output.write);
  if (updatedToolOutput === undefined) return undefined;
  return { hookSpecificOutput: { hookEventName: 'PostToolUse', updatedToolOutput } };
}

/** Of a sub-agent that has no transcript yet the session tells what it was asked: what it was started with, or the user's last word. */
function firstTold([own = '', ...others]: readonly (string | undefined)[]): Told {
  const told = readTranscript(own);
  if (questionOf(told).messages.length > 0) return told;
  for (const other of others) {
    const session = readTranscript(other ?? '');
    const question = questionOf(session).messages;
    if (question.length === 0) continue;
    const prompts = promptsOf(session);
    const asked = prompts.length > 0 ? [{ role: 'user', content: prompts.join('\n') }] : question;
    return { messages: [...asked, ...told.messages], model: told.model ?? session.model };
  }
  return told;
}
