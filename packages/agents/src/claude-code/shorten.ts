import type { Headroom, HeadroomOptions } from '@headroom/core';
import type { HookEvent } from './hook-event.js';
import { CLAUDE_CODE_RETRIEVE_TOOL } from './names.js';
import { readToolOutput, type ToolOutput } from './tool-output.js';
import { promptsOf, questionOf, readTranscript, type Told, tellsWhatWasAsked } from './transcript.js';

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

/** So many tokens are fewer than 30,000 characters in almost any text. */
const TOKENS_OF_A_CUT = 7000;

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
  let texts = await shortened(headroom, event, output, told, options);
  if (texts && lengthOf(texts) > output.most) {
    const limited = { ...options, tokenBudget: TOKENS_OF_A_CUT };
    texts = await shortened(headroom, event, output, questionOf(told), limited);
  }
  if (!texts || lengthOf(texts) > output.most) return undefined;
  const updatedToolOutput = output.write(texts);
  if (updatedToolOutput === undefined) return undefined;
  return { hookSpecificOutput: { hookEventName: 'PostToolUse', updatedToolOutput } };
}

/** Of a sub-agent that has no transcript yet the session tells what it was asked: what it was started with, or the user's last word. */
function firstTold([own = '', ...others]: readonly (string | undefined)[]): Told {
  const told = readTranscript(own);
  if (tellsWhatWasAsked(told)) return told;
  for (const other of others) {
    const session = readTranscript(other ?? '');
    if (!tellsWhatWasAsked(session)) continue;
    const prompts = promptsOf(session);
    const asked = prompts.length > 0 ? [{ role: 'user', content: prompts.join('\n') }] : questionOf(session).messages;
    return { messages: [...asked, ...told.messages], model: told.model ?? session.model };
  }
  return told;
}

/** The output's texts as the engine leaves them at the end of the conversation; undefined when none got shorter. */
async function shortened(
  headroom: Headroom,
  { tool, input, callId }: HookEvent,
  { texts }: ToolOutput,
  { messages: before, model }: Told,
  options: HeadroomOptions,
): Promise<readonly string[] | undefined> {
  const call = { role: 'assistant', content: [{ type: 'tool_use', id: callId, name: tool, input }] };
  const parts = texts.map((text) => ({ type: 'text', text }));
  const result = { role: 'user', content: [{ type: 'tool_result', tool_use_id: callId, content: parts }] };
  const earlier = JSON.stringify(before).includes(JSON.stringify(callId)) ? before : [...before, call];
  const messages = [...earlier, result];
  const { messages: after } = await headroom.compress(
    { ...(model === undefined ? {} : { model }), messages },
    { retrieval: 'tool', retrieveTool: CLAUDE_CODE_RETRIEVE_TOOL, ...options, frozenMessageCount: messages.length - 1 },
  );
  const changed = (after.at(-1) as typeof result).content[0]?.content ?? parts;
  return changed.some(({ text }, at) => text !== texts[at]) ? changed.map(({ text }) => text) : undefined;
}

function lengthOf(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + text.length, 0);
}
