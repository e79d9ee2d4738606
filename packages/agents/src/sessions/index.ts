/**
 * The transcripts of coding agents, read as one stream of events whoever wrote them, and the conversations they tell.
 */
export { type Conversation, conversationsOf } from './conversation.js';
export { type Environment, findSessions, sessionAt, sessionFolders } from './find-sessions.js';
export { createMask, type Mask } from './mask-secrets.js';
export { type Reading, readSession } from './read-session.js';
export {
  AGENTS,
  type AgentName,
  type CallEvent,
  type CompactionEvent,
  type MessageEvent,
  type ResultEvent,
  type SessionEvent,
  type SessionFacts,
  type SkippedEvent,
  type UsageEvent,
} from './session-event.js';
export type { Position, SessionFile } from './session-file.js';
