export { type HookEvent, readHookEvent } from './claude-code/hook-event.js';
export { CLAUDE_CODE_RETRIEVE_TOOL } from './claude-code/names.js';
export { type Overruled, overruledIn, type SettingsFile } from './claude-code/overruled.js';
export { type PersistedFile, persistedFile } from './claude-code/persisted-file.js';
export { claudeCodeSession, type SessionOptions } from './claude-code/session.js';
export { type HookAnswer, type Surroundings, shortenOutput } from './claude-code/shorten.js';
export { transcriptsOf } from './claude-code/transcript.js';
export type { SessionChoice, SessionStart } from './session-start.js';
