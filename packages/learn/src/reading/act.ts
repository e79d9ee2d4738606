/** What a tool of an agent is for, whichever name it has there. */
export type ToolKind = 'shell' | 'read' | 'edit' | 'write' | 'search' | 'other';

/**
 * How a call ended. `nothing` is a search that found nothing; `refused` by a person or a rule; `stopped` before its end; `aside`
 * because another call failed.
 */
export type Outcome = 'ok' | 'nothing' | 'failed' | 'refused' | 'stopped' | 'aside';

/** Where something stands in a transcript. */
export interface Place {
  readonly file: string;
  /** From 1; of a database the row. */
  readonly line: number;
}

/** A call of a tool with how it ended: plain JSON. */
export interface Act {
  readonly tool: string;
  readonly kind: ToolKind;
  /** What was called, to the letter: calls that are the same have the same. */
  readonly input: string;
  /** The line a shell was given. */
  readonly command?: string;
  /** The file or folder it is about. */
  readonly path?: string;
  /** The folder that was named for it. */
  readonly folder?: string;
  /** Where the shell stood, as the transcript says. */
  readonly stood?: string;
  readonly outcome: Outcome;
  readonly exitCode?: number;
  /** Of a failure its beginning and its end. */
  readonly said: string;
  readonly characters: number;
  /** Two results with the same are the same text. */
  readonly mark: string;
  readonly id: string;
  readonly time?: number;
  /** Events of its thread before the call, and before its result. */
  readonly called: number;
  readonly answered: number;
  readonly calledAt: number;
  readonly answeredAt: number;
}
