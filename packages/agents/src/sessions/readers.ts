import { claudeCodeSessions } from '../claude-code/sessions.js';
import { codexSessions } from '../codex/sessions.js';
import { geminiCliSessions } from '../gemini/sessions.js';
import { fieldsOf } from './fields.js';
import type { AgentName } from './session-event.js';
import type { SessionReader } from './session-reader.js';

/** The readers of transcripts that are lines of JSON. */
const READERS: readonly SessionReader[] = [geminiCliSessions, codexSessions, claudeCodeSessions] as never;

/** The reader of an agent's lines; undefined for an agent that has none. */
export const readerOf = (agent: AgentName): SessionReader | undefined => READERS.find((one) => one.agent === agent);

/** Whose transcript begins so. */
export function recognized(entry: unknown): AgentName | undefined {
  return READERS.find((reader) => reader.recognizes(fieldsOf(entry)))?.agent;
}
