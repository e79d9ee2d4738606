import type { AgentName, Unplaced } from './session-event.js';

/** How the transcripts of one agent are read, where they are lines of JSON. */
export interface SessionReader<State = unknown> {
  readonly agent: AgentName;
  /** True for a line that only this agent's transcripts begin with. */
  recognizes(entry: Readonly<Record<string, unknown>>): boolean;
  /** What has to be remembered from line to line: plain JSON, so that reading can go on in another process. */
  readonly start: State;
  /** The events of one line and what to remember. Throws for nothing; unknown entries have no events. */
  read(entry: unknown, state: State): { readonly events: readonly Unplaced[]; readonly state: State };
}
