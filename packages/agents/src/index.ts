export { type HookEvent, readHookEvent } from './claude-code/hook-event.js';
export { CLAUDE_HOOK_TOOL, claudeHook, eventOfHookCall } from './claude-code/mcp-hook.js';
export { CLAUDE_CODE_RETRIEVE_TOOL } from './claude-code/names.js';
export { type Overruled, overruledIn, type SettingsFile } from './claude-code/overruled.js';
export { type PersistedFile, persistedFile } from './claude-code/persisted-file.js';
export { claudeCodeSession, type SessionOptions } from './claude-code/session.js';
export { type HookAnswer, type Surroundings, shortenOutput } from './claude-code/shorten.js';
export { isShortenedByHook } from './claude-code/tool-output.js';
export { transcriptsOf } from './claude-code/transcript.js';

export { CODEX_RETRIEVE_TOOL, type CodexSessionOptions, codexSession } from './codex/session.js';

export { type CopilotEvent, readCopilotEvent } from './copilot/hook-event.js';
export { COPILOT_RETRIEVE_TOOL } from './copilot/names.js';
export { type CopilotOptions, type CopilotStart, copilotSession } from './copilot/session.js';
export { type CopilotAnswer, shortenCopilot } from './copilot/shorten.js';
export { savedCopilotOutput } from './copilot/tool-output.js';
export { copilotTranscript } from './copilot/transcript.js';

export { type CursorEvent, readCursorEvent } from './cursor/hook-event.js';
export { CURSOR_RETRIEVE_TOOL } from './cursor/names.js';
export { type CursorAnswer, shortenCursor } from './cursor/shorten.js';

export { type GeminiEvent, readGeminiEvent } from './gemini/hook-event.js';
export { GEMINI_RETRIEVE_TOOL } from './gemini/names.js';
export { GEMINI_EXTENSION, type GeminiOptions, type GeminiStart, geminiSession } from './gemini/session.js';
export { shortenGemini, tailAnswer } from './gemini/shorten.js';
export { OPENCODE_RETRIEVE_TOOL } from './opencode/names.js';
export { type OpencodeOptions, opencodeSession } from './opencode/session.js';
export { type OpencodeCall, readOpencodeCall, shortenOpencode } from './opencode/shorten.js';
export { savedOutput } from './opencode/tool-output.js';
export { PROXIED_AGENTS, type ProxiedAgent, type ProxiedOptions, proxiedSession } from './proxied/proxied.js';
export { overruledInQwen } from './proxied/qwen-settings.js';
export { HOOK_VARIABLE, type SessionChoice, type SessionStart, TOKEN_VARIABLE } from './session-start.js';
