/** The agents whose transcripts can be read. */
export const AGENTS = ['claude-code', 'codex', 'gemini-cli', 'opencode'] as const;
export type AgentName = (typeof AGENTS)[number];

/** Where an event stands in its file, so that a finding can cite it, and when it happened. */
interface Told {
  /** The line it was read from, counted from 1; of a database the row. */
  readonly line: number;
  /** Milliseconds since the epoch, where the transcript says. */
  readonly time?: number;
  /** Set for what a sub-agent did that is told in the file of the agent which started it. */
  readonly thread?: string;
}

/** What a session is, told once or again where it changes. */
export interface SessionFacts extends Told {
  readonly type: 'session';
  readonly session: string;
  readonly version?: string;
  readonly folder?: string;
  /** True for a sub-agent's own session. */
  readonly isSubAgent?: boolean;
}

export interface MessageEvent extends Told {
  readonly type: 'message';
  readonly role: 'system' | 'user' | 'assistant';
  readonly text: string;
  /** True for what the client put in the user's mouth. */
  readonly isInjected?: boolean;
  /** Of the assistant: what belongs to one answer of the model has the same. */
  readonly response?: string;
  readonly model?: string;
}

export interface CallEvent extends Told {
  readonly type: 'call';
  readonly id: string;
  /** The tool as the model knows it. */
  readonly tool: string;
  readonly input: unknown;
  /** Where the agent's shell stood, where the transcript says it with each call. */
  readonly folder?: string;
  readonly response?: string;
  readonly model?: string;
}

export interface ResultEvent extends Told {
  readonly type: 'result';
  readonly call: string;
  /** What the model was given. */
  readonly text: string;
  /** What the tool itself said, where the agent writes words of its own around it, other ones each time. */
  readonly output?: string;
  /** By the error flag or the exit code, never by a word in the text. */
  readonly isFailed: boolean;
  readonly exitCode?: number;
}

/** Tokens as the provider counted them; told again for the same answer, the last one counts. */
export interface UsageEvent extends Told {
  readonly type: 'usage';
  readonly response?: string;
  readonly model?: string;
  /** Neither read from the cache nor written to it. */
  readonly input: number;
  readonly cached: number;
  readonly written: number;
  readonly output: number;
}

/** What came before is no longer sent: it was summed up, cleared or taken back. */
export interface CompactionEvent extends Told {
  readonly type: 'compaction';
}

/** A line that could not be read. Unknown kinds of entries are passed over without one. */
export interface SkippedEvent extends Told {
  readonly type: 'skipped';
  readonly why: 'broken' | 'too_long';
}

/** One thing that happened in a session, the same for every agent. */
export type SessionEvent =
  | SessionFacts
  | MessageEvent
  | CallEvent
  | ResultEvent
  | UsageEvent
  | CompactionEvent
  | SkippedEvent;

/** An event before it is known on which line it stands. */
export type Unplaced = SessionEvent extends infer Event ? (Event extends unknown ? Omit<Event, 'line'> : never) : never;
