import { createHeadroom, type MaybePromise, RETRIEVE_TOOL } from '@headroom/core';
import { AIMessage, type AIMessageFields, type BaseMessage } from '@langchain/core/messages';
import type { DynamicStructuredTool } from '@langchain/core/tools';
import { isToolMessage } from './format.js';
import { canRetrieve, headroomTool } from './retrieve-tool.js';
import { type Door, type HeadroomDoorOptions, LOSSLESS, modelIdOf, openDoor, shortenMessages } from './shorten.js';

/** How {@link headroomMiddleware} works. */
export interface HeadroomMiddlewareOptions extends HeadroomDoorOptions {
  /**
   * `call` (default): each call of the model reads shorter messages and the agent's state keeps the full ones. `birth`: each tool
   * result is shortened once, when it arrives, and the state holds the short one.
   */
  readonly at?: 'call' | 'birth';
  /** Most answers of `headroom_retrieve` since the user last spoke; then the model has to answer without tools. Default 10. */
  readonly maxRetrievals?: number;
}

/** The parts of a `createAgent` request that are read. */
interface ModelCall {
  readonly model: unknown;
  readonly messages: BaseMessage[];
  readonly tools?: readonly unknown[];
  readonly toolChoice?: unknown;
  readonly runtime?: unknown;
}

interface ToolRun {
  readonly toolCall: { readonly id?: string; readonly name: string };
  readonly state: { readonly messages: BaseMessage[] };
  readonly runtime?: unknown;
}

/** A middleware for `createAgent`, with the retrieve tool among its tools. */
export interface HeadroomAgentMiddleware {
  readonly name: string;
  readonly tools: readonly DynamicStructuredTool[];
  wrapModelCall<Call extends ModelCall, Answer>(
    call: Call,
    handler: (call: Call) => MaybePromise<Answer>,
  ): Promise<Answer>;
  wrapToolCall<Run extends ToolRun, Result>(run: Run, handler: (run: Run) => MaybePromise<Result>): Promise<Result>;
}

/**
 * Shortens tool results in a `createAgent` agent and gives the model the tool to ask for originals.
 *
 * @example
 * ```ts
 * const agent = createAgent({ model: 'openai:gpt-4o', tools, middleware: [headroomMiddleware()] });
 * ```
 * @throws HeadroomError for unknown, invalid or contradictory options.
 */
export function headroomMiddleware(options: HeadroomMiddlewareOptions = {}): HeadroomAgentMiddleware {
  const { at = 'call', maxRetrievals = 10, headroom = createHeadroom(), ...rest } = options;
  const door = openDoor({ retrieval: 'tool', ...rest, headroom });
  return {
    name: 'HeadroomMiddleware',
    tools: [headroomTool(headroom)],
    async wrapModelCall(call, handler) {
      if (isOptedOut(call.runtime)) return handler(call);
      const bounded = bound(call, maxRetrievals, door);
      const answer = async (ready: typeof call) => (bounded === call ? handler(ready) : ended(await handler(ready)));
      if (at !== 'call') return answer(bounded);
      const reachable = canRetrieve(call.tools, call.toolChoice);
      const more = {
        ...modelIdOf(call.model),
        ...rest,
        ...(reachable ? {} : lossless(door)),
        ...signalOf(call.runtime),
      };
      const messages = await shortenMessages(door, call.messages, more);
      return answer(messages === call.messages ? bounded : { ...bounded, messages });
    },
    async wrapToolCall(run, handler) {
      const result = await handler(run);
      if (at !== 'birth' || !isToolMessage(result) || isOptedOut(run.runtime)) return result;
      const before = run.state.messages;
      const more = { frozenMessageCount: before.length, ...signalOf(run.runtime) };
      return (await shortenMessages(door, [...before, result], more)).at(-1) as typeof result;
    },
  };
}

function lossless({ options }: Door): typeof LOSSLESS | object {
  return options.retrieval === 'tool' ? LOSSLESS : {};
}

/** A model that only ever retrieves is made to answer. */
function bound<Call extends ModelCall>(call: Call, most: number, { options }: Door): Call {
  const since = call.messages.slice(call.messages.findLastIndex((message) => message._getType() === 'human') + 1);
  if (since.filter(({ name }) => name === RETRIEVE_TOOL).length < most) return call;
  const message = `The model asked for originals ${most} times since the user spoke and has to answer now`;
  options.onWarning?.({ code: 'retrieve_limit', message });
  return { ...call, toolChoice: 'none' };
}

/** The answer without calls of our tool, where a provider let the model make them although it had to answer. */
function ended<Answer>(answer: Answer): Answer {
  if (!AIMessage.isInstance(answer)) return answer;
  const { tool_calls = [], text, id, name, usage_metadata } = answer;
  if (tool_calls.length === 0 || tool_calls.some((call) => call.name !== RETRIEVE_TOOL)) return answer;
  const fields = { content: text, id, name, usage_metadata };
  return new AIMessage(fields as object as AIMessageFields) as Answer;
}

interface Runtime {
  readonly signal?: AbortSignal;
  readonly configurable?: { readonly headroom?: unknown };
  readonly context?: { readonly headroom?: unknown };
}

function isOptedOut(runtime: unknown): boolean {
  const { configurable, context } = (runtime ?? {}) as Runtime;
  return configurable?.headroom === false || context?.headroom === false;
}

function signalOf(runtime: unknown): { signal?: AbortSignal } {
  const { signal } = (runtime ?? {}) as Runtime;
  return signal ? { signal } : {};
}
