import type { Block } from './block.js';
import type { Edit } from './edit.js';

/** Which provider's dialect a tool definition is written in. */
export type Dialect = 'openai-chat' | 'openai-responses' | 'anthropic' | 'gemini';

/** Reads the texts of a request: those around its conversation, and then those of each entry, in order. */
export interface BlockReader {
  readonly around: readonly Block[];
  next(entry: unknown, turn: number): Iterable<Block>;
}

/** Knows where the texts of one kind of request live. Lists addresses; never converts. */
export interface Format<Body = unknown> {
  readonly name: Dialect | (string & {});
  /** True when the value is a request body, or a bare list of messages, of this kind. Never throws. */
  matches(body: unknown): body is Body;
  /** The texts in the order the model reads them. */
  blocks(body: Body): Iterable<Block>;
  /** What `blocks` does, step by step, so that a conversation that goes on can be read on. */
  follow?(body: Body): BlockReader;
  /** The edit that adds a tool definition, or undefined when it is already there or cannot be added. */
  offer(body: Body, tool: unknown): Edit | undefined;
  /** The edit that puts a changed text in a block's place. Without it the value at the block's path is replaced. */
  write?(body: Body, block: Block, text: string): Edit;
}
