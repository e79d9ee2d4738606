import {
  persistedFile,
  readHookEvent,
  readOpencodeCall,
  savedOutput,
  shortenOpencode,
  shortenOutput,
  transcriptsOf,
} from '@headroom/agents';
import type { HeadroomOptions } from '@headroom/core';
import type { Engine } from '@headroom/mcp';
import { tailOf, wholeOf } from './files-of-agents.js';

/** Answers the hook of one agent; undefined where the output stays as it is. */
export type AnswerHook = (engine: Engine, body: unknown, options: HeadroomOptions) => Promise<object | undefined>;

/** The hooks that are answered, by the name of the agent in their address. */
export const HOOKS: Readonly<Record<string, AnswerHook>> = {
  'claude-code': answerClaudeCode,
  opencode: answerOpencode,
};

async function answerClaudeCode(engine: Engine, body: unknown, options: HeadroomOptions): Promise<object | undefined> {
  const event = readHookEvent(body);
  if (!event) return undefined;
  const file = persistedFile(event);
  const paths = event.transcriptPath === undefined ? [] : transcriptsOf(event.transcriptPath, event.agentId);
  const [transcripts, whole] = await Promise.all([Promise.all(paths.map(tailOf)), file && wholeOf(file)]);
  return shortenOutput(engine.headroom, event, { transcripts, whole, options });
}

async function answerOpencode(engine: Engine, body: unknown, options: HeadroomOptions): Promise<object | undefined> {
  const call = readOpencodeCall(body);
  if (!call) return undefined;
  const path = savedOutput(call.tool, call.output);
  const whole = path === undefined ? undefined : await wholeOf({ path });
  return shortenOpencode(engine.headroom, call, { whole, options });
}
