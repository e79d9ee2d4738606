import {
  callOptions,
  canRetrieve,
  type Door,
  type DoorOptions,
  HeadroomError,
  type HeadroomOptions,
  openDoor,
} from '@headroom/core';
import {
  BaseChatModel,
  type BaseChatModelCallOptions,
  type BindToolsInput,
} from '@langchain/core/language_models/chat_models';
import type { BaseMessage } from '@langchain/core/messages';
import type { RunnableConfig } from '@langchain/core/runnables';
import { chooserOf, isModel } from './model-kinds.js';
import { rewrap } from './rewrap.js';
import { shortenMessages } from './shorten.js';
import { warn } from './warn.js';

/** Call options of any model, and how one call opts out. */
export interface HeadroomCallOptions extends BaseChatModelCallOptions {
  /** False: this call passes as it is. */
  readonly headroom?: boolean;
  readonly [option: string]: unknown;
}

type Call = Parameters<BaseChatModel['_generate']>;
type Bound = ReturnType<BaseChatModel<HeadroomCallOptions>['withConfig']>;

/** What is read from the inner model and asked of it, so that traces, caches and agents see that model. */
const ITS_OWN = [
  ...['profile', 'callKeys', 'model', 'modelName'],
  ...['getName', 'toJSON', 'getLsParams', 'invocationParams', 'getNumTokens'],
  ...['_modelType', '_identifyingParams', '_combineLLMOutput'],
  // Of models that become one of several at run time.
  ...['_defaultConfig', '_queuedMethodOperations', '_getModelInstance'],
];

/** What is known of a call besides what comes with it. */
export interface CallContext {
  /** What was bound, for models that keep it to themselves. */
  readonly bound?: { readonly tools: unknown; readonly choice: unknown };
  /**
   * For messages that were shortened on their way: what to shorten in their place, and how, given the tools that the model gets
   * in the end; undefined where they are right as they are.
   */
  readonly restore?: (
    messages: BaseMessage[],
    tools: unknown,
  ) => { readonly messages: BaseMessage[]; readonly how: HeadroomOptions } | undefined;
}

/**
 * A chat model that reads its tool results shorter. It keeps the model it was given and stays around whatever that model makes of
 * itself: `bindTools`, `withConfig`, `withStructuredOutput`, retries, fallbacks, streams, batches, one run in traces.
 *
 * @example
 * ```ts
 * const llm = new HeadroomChatModel(new ChatOpenAI({ model: 'gpt-4o' })).bindTools(tools);
 * ```
 * @throws HeadroomError for unknown, invalid or contradictory options, and for what is no chat model itself.
 */
export class HeadroomChatModel extends BaseChatModel<HeadroomCallOptions> {
  readonly #door: Door;
  readonly #context: CallContext;
  /** What the models became that this one may be at run time. */
  readonly #chosen = new WeakMap<object, unknown>();
  /** The model that answers. */
  readonly inner: BaseChatModel;

  /** `context` is for this package only. */
  constructor(inner: BaseChatModel, options: DoorOptions = {}, context: CallContext = {}) {
    if (!isModel(inner)) throw new HeadroomError('invalid_argument', NO_MODEL, 'inner');
    const { callbacks, tags, metadata, verbose, cache, outputVersion, disableStreaming, lc_namespace } = inner;
    const given = { callbacks, tags, metadata, verbose, cache, outputVersion };
    super(given as ConstructorParameters<typeof BaseChatModel>[0]);
    this.inner = inner;
    this.#door = openDoor(options, 'langchain');
    this.#context = context;
    Object.assign(this, { disableStreaming, lc_namespace });
    for (const name of ITS_OWN)
      if (name in inner) Object.defineProperty(this, name, { get: () => ownOf(inner, name), configurable: true });
    // Assigned, because an override would lose the overloads that infer the output.
    this.withStructuredOutput = ((...args: Parameters<BaseChatModel['withStructuredOutput']>) =>
      this.#around(inner.withStructuredOutput(...args))) as unknown as typeof this.withStructuredOutput;
    // What the model cannot do must be seen to be missing.
    if (typeof inner.bindTools !== 'function') Object.assign(this, { bindTools: undefined });
    for (const name of ['_streamResponseChunks', '_streamChatModelEvents'] as const)
      if (inner[name] === BaseChatModel.prototype[name]) Object.assign(this, { [name]: inner[name] });
  }

  /** Asked before there is an inner model, too. */
  override _llmType(): string {
    return this.inner?._llmType() ?? 'headroom';
  }

  /** Some models keep what they were bound with as defaults and add it on their way in; here that way is ours. */
  override _separateRunnableConfigFromCallOptionsCompat(options?: Partial<HeadroomCallOptions>) {
    const { defaultOptions } = this.inner as { defaultOptions?: Partial<HeadroomCallOptions> };
    const given = { ...defaultOptions, ...options, ...(isOff(options) && { headroom: false }) };
    return super._separateRunnableConfigFromCallOptionsCompat(given);
  }

  override async invoke(...[input, options]: Parameters<BaseChatModel<HeadroomCallOptions>['invoke']>) {
    const chosen = await this.#choose(options);
    return chosen ? chosen.model.invoke(input, chosen.options) : super.invoke(input, options);
  }
  override async *_streamIterator(
    ...[input, options]: Parameters<BaseChatModel<HeadroomCallOptions>['_streamIterator']>
  ) {
    const chosen = await this.#choose(options);
    if (chosen) yield* await chosen.model.stream(input, chosen.options);
    else yield* super._streamIterator(input, options);
  }

  override async _generate(...call: Call): ReturnType<BaseChatModel['_generate']> {
    const chosen = await this.#choose(call[1] as HeadroomCallOptions);
    if (!chosen) return this.inner._generate(...(await this.#shorter(...call)));
    const message = await chosen.model.invoke(call[0], chosen.options);
    return { generations: [{ message, text: message.text }] };
  }
  override async *_streamResponseChunks(...call: Call) {
    yield* this.inner._streamResponseChunks(...(await this.#shorter(...call)));
  }
  override async *_streamChatModelEvents(...call: Call) {
    yield* this.inner._streamChatModelEvents(...(await this.#shorter(...call)));
  }

  override bindTools(tools: BindToolsInput[], kwargs?: Partial<HeadroomCallOptions>): Bound {
    const bound = { tools, choice: kwargs?.tool_choice };
    return this.#around(this.inner.bindTools?.(tools, kwargs), { ...this.#context, bound }) as Bound;
  }
  override withConfig(config: Partial<HeadroomCallOptions>): Bound {
    return this.#around(this.inner.withConfig(config as Partial<BaseChatModelCallOptions>)) as Bound;
  }

  /** What the inner model made of itself, with ourselves around the model in it. */
  #around(made: unknown, context = this.#context): unknown {
    const { headroom, options } = this.#door;
    const wrapped = rewrap(made, (model) => new HeadroomChatModel(model, { ...options, headroom }, context));
    if (wrapped === made) {
      const message = `${this.getName()} made something of itself in which no chat model was found; it works uncompressed`;
      warn(options, { code: 'unknown_shape', message });
    }
    return wrapped;
  }

  /** The model of one call, of those that are chosen by its `configurable`; undefined for a model that is what it is. */
  async #choose(given?: Partial<HeadroomCallOptions> & RunnableConfig) {
    const choose = chooserOf(this.inner);
    if (!choose) return undefined;
    const { headroom, ...options } = given ?? {};
    // A switch of ours is no setting of the model.
    const { headroom: _, ...configurable } = options.configurable ?? {};
    const call = options.configurable ? { ...options, configurable } : options;
    const model = await choose(call);
    if (!this.#chosen.has(model)) this.#chosen.set(model, this.#around(model));
    const chosen = headroom === false || isOff(given) ? model : this.#chosen.get(model);
    return { model: chosen as BaseChatModel, options: call };
  }

  async #shorter(messages: BaseMessage[], { headroom, ...options }: HeadroomCallOptions, run: Call[2]): Promise<Call> {
    if (headroom === false) return [messages, options, run];
    const { bound, restore } = this.#context;
    const { tools = bound?.tools, tool_choice: choice = bound?.choice, signal } = options;
    if (restore) {
      const restored = restore(messages, tools);
      if (!restored) return [messages, options, run];
      return [await shortenMessages(this.#door, restored.messages, restored.how), options, run];
    }
    const how = callOptions(this.#door, { model: this.inner, reachable: canRetrieve(tools, choice), signal });
    return [await shortenMessages(this.#door, messages, how), options, run];
  }
}

const NO_MODEL =
  'HeadroomChatModel takes a chat model itself, not what withRetry(), withConfig() or bindTools() made of one: wrap the model ' +
  'first, and call them on what this makes';

/** Whether a run has said that it is to pass as it is. */
function isOff(options?: { readonly configurable?: unknown; readonly context?: unknown }): boolean {
  const says = (told: unknown) => (told as { readonly headroom?: unknown } | undefined)?.headroom === false;
  return says(options?.configurable) || says(options?.context);
}

/** A property of the model, or a method that knows it. */
function ownOf(model: BaseChatModel, name: string): unknown {
  const own = (model as unknown as Readonly<Record<string, unknown>>)[name];
  return typeof own === 'function' ? own.bind(model) : own;
}
