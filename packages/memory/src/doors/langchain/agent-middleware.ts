import type { MaybePromise } from '@headroom/core';
import type { BaseMessage } from '@langchain/core/messages';
import type { DynamicStructuredTool } from '@langchain/core/tools';
import type { Memory } from '../../model/memory.js';
import type { Source } from '../../model/record.js';
import type { PlaceOptions } from '../placing/door-options.js';
import type { MemoryToolName } from '../tools/definitions.js';
import type { LangChainCall } from './langchain-call.js';
import { recallMessages } from './messages.js';
import { memoryTools } from './tools.js';

/** How {@link memoryMiddleware} works. */
export interface MemoryMiddlewareOptions extends PlaceOptions<LangChainCall> {
  readonly memory: Memory;
  /** The tools that the agent gets. Default: all; `[]` for none. */
  readonly tools?: readonly MemoryToolName[];
  /** Who saves, for the sources of records. */
  readonly source?: Source;
}

/** The parts of a `createAgent` request that are read. */
interface ModelCall {
  readonly messages: BaseMessage[];
  readonly runtime?: unknown;
}

/** A middleware for `createAgent`, with the memory tools among its tools. */
export interface MemoryAgentMiddleware {
  readonly name: string;
  readonly tools: readonly DynamicStructuredTool[];
  wrapModelCall<Call extends ModelCall, Answer>(
    call: Call,
    next: (call: Call) => MaybePromise<Answer>,
  ): Promise<Answer>;
}

/**
 * Tells the model of a `createAgent` agent what is remembered, and gives it the tools to remember more. The agent's state keeps the
 * messages as they were said. Put it before middlewares that mark messages for a cache.
 *
 * @example
 * ```ts
 * const scope = ({ context }: LangChainCall) => Scope.of({ user: (context as { user?: string }).user });
 * const agent = createAgent({ model: 'openai:gpt-4o', tools, middleware: [memoryMiddleware({ memory, scope })] });
 * ```
 * @throws HeadroomError `invalid_option`.
 */
export function memoryMiddleware(options: MemoryMiddlewareOptions): MemoryAgentMiddleware {
  const { tools, source, ...place } = options;
  const recalled = recallMessages(place);
  const { memory, scope, budget, deadlineMs } = options;
  const toolOptions = {
    memory,
    scope,
    ...(tools && { tools }),
    ...(source && { source }),
    ...(budget !== undefined && { budget }),
    ...(deadlineMs !== undefined && { deadlineMs }),
  };
  return {
    name: 'HeadroomMemoryMiddleware',
    tools: memoryTools(toolOptions),
    async wrapModelCall(call, next) {
      const messages = await recalled(call.messages, call.runtime);
      return next(messages === call.messages ? call : { ...call, messages });
    },
  };
}
