import {
  callOptions,
  canRetrieve,
  type DoorOptions,
  HeadroomError,
  type MaybePromise,
  openDoor,
  RETRIEVE_TOOL,
} from '@headroom/core';
import { AIMessage, type AIMessageFields, type BaseMessage } from '@langchain/core/messages';
import type { DynamicStructuredTool } from '@langchain/core/tools';
import { corrected } from './corrected-model.js';
import { isToolMessage } from './format.js';
import { headroomTool } from './retrieve-tool.js';
import { shortenMessages, shortenResult } from './shorten.js';
import { warn } from './warn.js';

/** How {@link headroomMiddleware} works. */
export interface HeadroomMiddlewareOptions extends DoorOptions {
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
  readonly tool?: unknown;
  readonly state: { readonly messages: BaseMessage[] };
  readonly runtime?: unknown;
}

type Next<Step, Result> = (step: Step) => MaybePromise<Result>;

/** A middleware for `createAgent`, with the retrieve tool among its tools. */
export interface HeadroomAgentMiddleware {
  readonly name: string;
  readonly tools: readonly DynamicStructuredTool[];
  wrapModelCall<Call extends ModelCall, Answer>(call: Call, next: Next<Call, Answer>): Promise<Answer>;
  wrapToolCall<Run extends ToolRun, Result>(run: Run, next: Next<Run, Result>): Promise<Result>;
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
  const { at = 'call', maxRetrievals = 10, ...rest } = options;
  checkMiddleware(at, maxRetrievals);
  const door = openDoor({ retrieval: 'tool', ...rest });
  const missing = once(() => warn(rest, { code: 'tool_missing', message: MISSING }));
  return {
    name: 'HeadroomMiddleware',
    tools: [headroomTool(door.headroom)],
    async wrapModelCall(call, next) {
      const { isOff, signal } = runOf(call);
      if (isOff) return next(call);
      const { model, messages, tools, toolChoice } = call;
      if (door.options.retrieval === 'tool' && !canRetrieve(tools)) missing();
      const how = callOptions(door, { model, reachable: canRetrieve(tools, toolChoice), signal });
      const short = at === 'call' ? await shortenMessages(door, messages, how) : messages;
      const last = { model, messages, short, how, missing };
      const ready = short === messages ? call : { ...call, messages: short, model: corrected(door, last) };
      if (retrievals(messages) < maxRetrievals) return next(ready);
      // A model that only ever retrieves is made to answer.
      const message = `The model asked for originals ${maxRetrievals} times since the user spoke and has to answer now`;
      warn(rest, { code: 'retrieve_limit', message });
      return ended(await next({ ...ready, model, toolChoice: 'none' }));
    },
    async wrapToolCall(run, next) {
      const result = await next(run);
      const { isOff, signal } = runOf(run);
      const { returnDirect } = (run.tool ?? {}) as { readonly returnDirect?: unknown };
      // What answers the user is no reading for a model.
      if (at !== 'birth' || isOff || returnDirect === true || !isToolMessage(result)) return result;
      return (await shortenResult(door, run.state.messages, result, signal && { signal })) as typeof result;
    },
  };
}

const MISSING =
  'A middleware has taken headroom_retrieve out of the tools of a call, so nothing can be left out of its messages; add it to the ' +
  'tools that are always kept (`alwaysInclude` of llmToolSelectorMiddleware)';

/** @throws HeadroomError for a place or a limit that is none. */
function checkMiddleware(at: unknown, maxRetrievals: unknown): void {
  if (at !== 'call' && at !== 'birth')
    throw new HeadroomError('invalid_option', 'Option `at` must be `call` or `birth`', 'at');
  if (!(Number.isInteger(maxRetrievals) && Number(maxRetrievals) >= 0))
    throw new HeadroomError('invalid_option', 'Option `maxRetrievals` must be a whole number', 'maxRetrievals');
}

function once(act: () => void): () => void {
  let isDone = false;
  return () => {
    if (!isDone) act();
    isDone = true;
  };
}

/** How often the tool answered since the user last spoke. */
function retrievals(messages: readonly BaseMessage[]): number {
  const asked = messages.findLastIndex((message) => message._getType() === 'human');
  return messages.slice(asked + 1).filter(({ name }) => name === RETRIEVE_TOOL).length;
}

/** The answer without calls of our tool, where a provider let the model make them although it had to answer. */
function ended<Answer>(answer: Answer): Answer {
  if (!AIMessage.isInstance(answer)) return answer;
  const { tool_calls = [], text, id, name, usage_metadata } = answer;
  if (tool_calls.length === 0 || tool_calls.some((call) => call.name !== RETRIEVE_TOOL)) return answer;
  const fields = { content: text, id, name, usage_metadata };
  return new AIMessage(fields as object as AIMessageFields) as Answer;
}

/** What the program says about one run of the agent. */
function runOf({ runtime }: { readonly runtime?: unknown }) {
  type Told = { readonly headroom?: unknown };
  type Runtime = { readonly signal?: AbortSignal; readonly configurable?: Told; readonly context?: Told };
  const { signal, configurable, context } = (runtime ?? {}) as Runtime;
  return { isOff: configurable?.headroom === false || context?.headroom === false, signal };
}
