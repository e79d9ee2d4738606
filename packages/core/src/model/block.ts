import type { Path } from './path.js';

/** Who speaks in a message, in the words of every provider reduced to four. */
export type Role = 'system' | 'user' | 'assistant' | 'tool';

/** The tool call that a tool result answers. */
export interface ToolCall {
  readonly id: string;
  readonly tool: string;
  /** The arguments, parsed where they are JSON. */
  readonly input?: unknown;
}

/** One text the model will read, and where it lives in the request. A view: the request stays the owner. */
export interface Block {
  readonly at: Path;
  readonly text: string;
  /** Index of the message (or input item) that holds the text. */
  readonly turn: number;
  readonly role: Role;
  readonly call?: ToolCall;
  readonly isError?: boolean;
  /** The user's latest words up to this block, its own message included. Empty when there are none. */
  readonly query: string;
  /** Why the text must not change, where the format already knows. */
  readonly pinned?: string;
}
