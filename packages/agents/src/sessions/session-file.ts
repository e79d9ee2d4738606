import type { AgentName } from './session-event.js';

/** A session that lies somewhere to be read. */
export interface SessionFile {
  readonly agent: AgentName;
  readonly path: string;
  /** Of a database that holds many: which one. */
  readonly session?: string;
  /** Its size; of a session in a database what its texts take. */
  readonly bytes: number;
  /** When it was last written to, in milliseconds since the epoch. */
  readonly changed: number;
}

/** Where reading can go on, also in another process: plain JSON. */
export interface Position {
  /** Bytes read. */
  readonly offset: number;
  /** Lines or rows read. */
  readonly line: number;
  /** True where the last line was whole but its line feed had not been written. */
  readonly isUnended?: boolean;
  /** What the agent's reader remembers. */
  readonly state?: unknown;
}
