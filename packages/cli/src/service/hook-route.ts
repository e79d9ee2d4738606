import {
  copilotTranscript,
  persistedFile,
  readCopilotEvent,
  readCursorEvent,
  readGeminiEvent,
  readHookEvent,
  readOpencodeCall,
  savedCopilotOutput,
  savedOutput,
  shortenCopilot,
  shortenCursor,
  shortenGemini,
  shortenOpencode,
  shortenOutput,
  tailAnswer,
  transcriptsOf,
} from '@headroom/agents';
import type { HeadroomOptions } from '@headroom/core';
import type { Engine } from '@headroom/mcp';
import { tailOf, tailWith, wholeOf } from './files-of-agents.js';
import type { ShownTexts } from './shown-texts.js';

/** Answers the hook of one agent; undefined where the output stays as it is. */
export type AnswerHook = (
  service: HookService,
  body: unknown,
  options: HeadroomOptions,
  /** What stands in the address. */
  address: URLSearchParams,
) => Promise<object | undefined>;

/** What hooks are answered with. */
export interface HookService {
  readonly engine: Engine;
  readonly shown: ShownTexts;
}

/** The hooks that are answered, by the name of the agent in their address. */
export const HOOKS: Readonly<Record<string, AnswerHook>> = {
  'claude-code': answerClaudeCode,
  opencode: answerOpencode,
  gemini: answerGemini,
  copilot: answerCopilot,
  cursor: answerCursor,
};

async function answerClaudeCode(
  { engine }: HookService,
  body: unknown,
  options: HeadroomOptions,
): Promise<object | undefined> {
  const event = readHookEvent(body);
  if (!event) return undefined;
  const file = persistedFile(event);
  const paths = event.transcriptPath === undefined ? [] : transcriptsOf(event.transcriptPath, event.agentId);
  // What was asked stands before the call, which is written down while the tool already runs.
  const tails = paths.map((path, nth) => (nth === 0 ? tailWith(path, event.callId, true) : tailOf(path)));
  const [transcripts, whole] = await Promise.all([Promise.all(tails), file && wholeOf(file)]);
  return shortenOutput(engine.headroom, event, { transcripts, whole, options });
}

async function answerOpencode(
  { engine }: HookService,
  body: unknown,
  options: HeadroomOptions,
): Promise<object | undefined> {
  const call = readOpencodeCall(body);
  if (!call) return undefined;
  const path = savedOutput(call.tool, call.output);
  const whole = path === undefined ? undefined : await wholeOf({ path });
  return shortenOpencode(engine.headroom, call, { whole, options });
}

async function answerGemini(
  { engine, shown }: HookService,
  body: unknown,
  options: HeadroomOptions,
): Promise<object | undefined> {
  const event = readGeminiEvent(body);
  if (!event) return undefined;
  const transcript = event.transcriptPath === undefined ? undefined : await tailOf(event.transcriptPath);
  const text = await shortenGemini(engine.headroom, event, { transcript, options });
  const name = text === undefined ? undefined : shown.hold(event.session, text);
  return name === undefined ? undefined : tailAnswer(name);
}

async function answerCopilot(
  { engine }: HookService,
  body: unknown,
  options: HeadroomOptions,
  address: URLSearchParams,
): Promise<object | undefined> {
  const event = readCopilotEvent(body);
  if (!event) return undefined;
  const sessions = address.get('sessions');
  const path = sessions === null ? undefined : copilotTranscript(sessions, event.session);
  const saved = savedCopilotOutput(event);
  const [transcript, whole] = await Promise.all([
    // It writes down what the user said a little after it has sent it.
    path === undefined ? undefined : tailWith(path, '"user.message"'),
    saved === undefined ? undefined : wholeOf({ path: saved }),
  ]);
  return shortenCopilot(engine.headroom, event, { transcript, whole, options });
}

async function answerCursor(
  { engine }: HookService,
  body: unknown,
  options: HeadroomOptions,
): Promise<object | undefined> {
  const event = readCursorEvent(body);
  if (!event) return undefined;
  const transcript = event.transcriptPath === undefined ? undefined : await tailOf(event.transcriptPath);
  return shortenCursor(engine.headroom, event, { transcript, options });
}
