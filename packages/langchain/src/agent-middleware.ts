import {
  callOptions,
  canRetrieve,
  type DoorOptions,
  HeadroomError,
  type MaybePromise,
  openDoor,
  RETRIEVE_LIMIT_ANSWER,
  RETRIEVE_REFUSALS,
  RETRIEVE_TOOL,
} from '@headroom/core';
import { AIMessage, type AIMessageFields, type BaseMessage, ToolMessage } from '@langchain/core/messages';
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
  /** Most originals in an unbroken run of retrievals; then `headroom_retrieve` answers that it is enough. Default 10. */
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
  readonly toolCall?: { readonly name: string; readonly id?: string | undefined };
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
  const door = openDoor({ retrieval: 'tool', ...rest }, 'langchain');
  const missing = once(() => warn(rest, { code: 'tool_missing', message: MISSING }));
  return {
    name: 'HeadroomMiddleware',
    tools: [headroomTool(door.headroom)],
    async wrapModelCall(call, next) {
      const { isOff, signal, thread } = runOf(call);
      if (isOff) return next(call);
      const { model, messages, tools, toolChoice } = call;
      if (door.options.retrieval === 'tool' && !canRetrieve(tools)) missing();
      const own = callOptions(door, { model, reachable: canRetrieve(tools, toolChoice), signal });
      const isThread = thread !== undefined && door.options.conversation === undefined;
      const how = isThread ? { ...own, conversation: thread } : own;
      const short = at === 'call' ? await shortenMessages(door, messages, how) : messages;
      const last = { model, messages, short, how, missing };
      const ready = short === messages ? call : { ...call, messages: short, model: corrected(door, last) };
      const answer = await next(ready);
      // A model that only ever asks is not asked for ever.
      return retrievals(messages) < maxRetrievals + RETRIEVE_REFUSALS ? answer : ended(answer);
    },
    async wrapToolCall(run, next) {
      const { toolCall, state } = run;
      if (toolCall?.name === RETRIEVE_TOOL && retrievals(state.messages) >= maxRetrievals) {
        const message = `The model asked for originals more than ${maxRetrievals} times in a row and is told to go on`;
        warn(rest, { code: 'retrieve_limit', message });
        const told = { content: RETRIEVE_LIMIT_ANSWER, name: RETRIEVE_TOOL, tool_call_id: toolCall.id ?? '' };
        return new ToolMessage(told) as Awaited<ReturnType<typeof next>>;
      }
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

/** How often the tool has answered in the run of retrievals that the messages end with. */
function retrievals(messages: readonly BaseMessage[]): number {
  const broken = messages.findLastIndex((message) => {
    if (!isAIMessage(message)) return message.name !== RETRIEVE_TOOL;
    return !message.tool_calls?.length || message.tool_calls.some(({ name }) => name !== RETRIEVE_TOOL);
  });
  return messages.slice(broken + 1).filter((message) => isToolMessage(message)).length;
}

/** Messages of earlier majors and of other copies of the package count too. */
function isAIMessage(message: unknown): message is AIMessage {
  const { _getType } = (message ?? {}) as { _getType?: unknown };
  return typeof _getType === 'function' && (message as BaseMessage)._getType() === 'ai';
}

/** The answer without calls of our tool, where a provider let the model make them although it had to answer. */
function ended<Answer>(answer: Answer): Answer {
  if (!isAIMessage(answer)) return answer;
  const { tool_calls = [], text, id, name, usage_metadata } = answer;
  if (tool_calls.length === 0 || tool_calls.some((call) => call.name !== RETRIEVE_TOOL)) return answer;
  const fields = { content: text, id, name, usage_metadata };
  return new AIMessage(fields as object as AIMessageFields) as Answer;
}

/** What the program says about one run of the agent. */
function runOf({ runtime }: { readonly runtime?: unknown }) {
  type Told = { readonly headroom?: unknown; readonly thread_id?: unknown };
  type Runtime = { readonly signal?: AbortSignal; readonly configurable?: Told; readonly context?: Told };
  const { signal, configurable, context } = (runtime ?? {}) as Runtime;
  const id = configurable?.thread_id;
  const thread = typeof id === 'string' && id !== '' ? id : undefined;
  return { isOff: configurable?.headroom === false || context?.headroom === false, signal, thread };
}
