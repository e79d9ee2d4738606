import { callOptions, canRetrieve, type Door, type DoorOptions, openDoor } from '@headroom/core';
import {
  BaseChatModel,
  type BaseChatModelCallOptions,
  type BindToolsInput,
} from '@langchain/core/language_models/chat_models';
import type { BaseMessage } from '@langchain/core/messages';
import { rewrap } from './rewrap.js';
import { shortenMessages } from './shorten.js';

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
];

/**
 * A chat model that reads its tool results shorter. It keeps the model it was given and stays around whatever that model makes of
 * itself: `bindTools`, `withConfig`, `withStructuredOutput`, retries, fallbacks, streams, batches, one run in traces.
 *
 * @example
 * ```ts
 * const llm = new HeadroomChatModel(new ChatOpenAI({ model: 'gpt-4o' })).bindTools(tools);
 * ```
 * @throws HeadroomError for unknown, invalid or contradictory options.
 */
export class HeadroomChatModel extends BaseChatModel<HeadroomCallOptions> {
  readonly #door: Door;
  /** The model that answers. */
  readonly inner: BaseChatModel;

  constructor(inner: BaseChatModel, options: DoorOptions = {}) {
    const { callbacks, tags, metadata, verbose, cache, outputVersion, disableStreaming, lc_namespace } = inner;
    const given = { callbacks, tags, metadata, verbose, cache, outputVersion };
    super(given as ConstructorParameters<typeof BaseChatModel>[0]);
    this.inner = inner;
    this.#door = openDoor(options);
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
    return super._separateRunnableConfigFromCallOptionsCompat({ ...defaultOptions, ...options });
  }

  override async _generate(...call: Call) {
    return this.inner._generate(...(await this.#shorter(...call)));
  }
  override async *_streamResponseChunks(...call: Call) {
    yield* this.inner._streamResponseChunks(...(await this.#shorter(...call)));
  }
  override async *_streamChatModelEvents(...call: Call) {
    yield* this.inner._streamChatModelEvents(...(await this.#shorter(...call)));
  }

  override bindTools(tools: BindToolsInput[], kwargs?: Partial<HeadroomCallOptions>): Bound {
    return this.#around(this.inner.bindTools?.(tools, kwargs)) as Bound;
  }
  override withConfig(config: Partial<HeadroomCallOptions>): Bound {
    return this.#around(this.inner.withConfig(config as Partial<BaseChatModelCallOptions>)) as Bound;
  }

  /** What the inner model made of itself, with ourselves around the model in it. */
  #around(made: unknown): unknown {
    const { headroom, options } = this.#door;
    const wrapped = rewrap(made, (model) => new HeadroomChatModel(model, { ...options, headroom }));
    if (wrapped === made) {
      const message = `${this.getName()} made something of itself in which no chat model was found; it works uncompressed`;
      options.onWarning?.({ code: 'unknown_shape', message });
    }
    return wrapped;
  }

  async #shorter(messages: BaseMessage[], { headroom, ...options }: HeadroomCallOptions, run: Call[2]): Promise<Call> {
    if (headroom === false) return [messages, options, run];
    const { tools, tool_choice: choice, signal } = options;
    const how = callOptions(this.#door, { model: this.inner, reachable: canRetrieve(tools, choice), signal });
    return [await shortenMessages(this.#door, messages, how), options, run];
  }
}

/** A property of the model, or a method that knows it. */
function ownOf(model: BaseChatModel, name: string): unknown {
  const own = (model as unknown as Readonly<Record<string, unknown>>)[name];
  return typeof own === 'function' ? own.bind(model) : own;
}
