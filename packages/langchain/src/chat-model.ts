import type { BaseLanguageModelInput } from '@langchain/core/language_models/base';
import {
  BaseChatModel,
  type BaseChatModelCallOptions,
  type BindToolsInput,
} from '@langchain/core/language_models/chat_models';
import type { AIMessageChunk, BaseMessage } from '@langchain/core/messages';
import type { Runnable } from '@langchain/core/runnables';
import { canRetrieve } from './retrieve-tool.js';
import { rewrap } from './rewrap.js';
import { type Door, type HeadroomDoorOptions, LOSSLESS, modelIdOf, openDoor, shortenMessages } from './shorten.js';

/** Call options of any model, and how one call opts out. */
export interface HeadroomCallOptions extends BaseChatModelCallOptions {
  /** False: this call passes as it is. */
  readonly headroom?: boolean;
  readonly [option: string]: unknown;
}

type RunManager = Parameters<BaseChatModel['_generate']>[2];
type Bound = Runnable<BaseLanguageModelInput, AIMessageChunk, HeadroomCallOptions>;

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

  constructor(inner: BaseChatModel, options: HeadroomDoorOptions = {}, door: Door = openDoor(options)) {
    const { callbacks, tags, metadata, verbose, cache, outputVersion } = inner;
    super({ callbacks, tags, metadata, verbose, cache, outputVersion } as ConstructorParameters<
      typeof BaseChatModel
    >[0]);
    this.inner = inner;
    this.#door = door;
    this.disableStreaming = inner.disableStreaming;
    this.lc_namespace = inner.lc_namespace;
    // Assigned, because an override would lose the overloads that infer the output.
    this.withStructuredOutput = ((...args: Parameters<BaseChatModel['withStructuredOutput']>) =>
      this.#around(inner.withStructuredOutput(...args))) as unknown as typeof this.withStructuredOutput;
    // What the model cannot do must be seen to be missing.
    if (typeof inner.bindTools !== 'function') Object.assign(this, { bindTools: undefined });
    for (const name of ['_streamResponseChunks', '_streamChatModelEvents'] as const) {
      if (inner[name] === BaseChatModel.prototype[name]) Object.assign(this, { [name]: BaseChatModel.prototype[name] });
    }
    for (const name of ['model', 'modelName'] as const) {
      if (name in inner)
        Object.defineProperty(this, name, { get: () => (inner as unknown as Record<string, unknown>)[name] });
    }
  }

  static override lc_name(): string {
    return 'HeadroomChatModel';
  }

  override get profile() {
    return this.inner.profile;
  }
  override get callKeys(): string[] {
    return this.inner?.callKeys ?? super.callKeys;
  }
  override getName(suffix?: string): string {
    return this.inner.getName(suffix);
  }
  override toJSON() {
    return this.inner.toJSON();
  }
  override _llmType(): string {
    return this.inner?._llmType() ?? 'headroom';
  }
  override _modelType(): string {
    return this.inner._modelType();
  }
  override _identifyingParams() {
    return this.inner._identifyingParams();
  }
  override getLsParams(options: this['ParsedCallOptions']) {
    return this.inner.getLsParams(options);
  }
  override invocationParams(options?: this['ParsedCallOptions']) {
    return this.inner.invocationParams(options);
  }
  override getNumTokens(content: Parameters<BaseChatModel['getNumTokens']>[0]): Promise<number> {
    return this.inner.getNumTokens(content);
  }
  override _combineLLMOutput(...outputs: Parameters<NonNullable<BaseChatModel['_combineLLMOutput']>>) {
    return this.inner._combineLLMOutput?.(...outputs) ?? {};
  }

  /** Some models keep what they were bound with as defaults and add it on their way in; here that way is ours. */
  override _separateRunnableConfigFromCallOptionsCompat(
    options?: Partial<HeadroomCallOptions>,
  ): ReturnType<BaseChatModel<HeadroomCallOptions>['_separateRunnableConfigFromCallOptionsCompat']> {
    const { defaultOptions } = this.inner as { defaultOptions?: Partial<HeadroomCallOptions> };
    return super._separateRunnableConfigFromCallOptionsCompat({ ...defaultOptions, ...options });
  }

  override async _generate(messages: BaseMessage[], options: this['ParsedCallOptions'], runManager?: RunManager) {
    const call = await this.#prepare(messages, options);
    return this.inner._generate(call.messages, call.options, runManager);
  }

  override async *_streamResponseChunks(
    messages: BaseMessage[],
    options: this['ParsedCallOptions'],
    runManager?: RunManager,
  ) {
    const call = await this.#prepare(messages, options);
    yield* this.inner._streamResponseChunks(call.messages, call.options, runManager);
  }

  override async *_streamChatModelEvents(
    messages: BaseMessage[],
    options: this['ParsedCallOptions'],
    runManager?: RunManager,
  ) {
    const call = await this.#prepare(messages, options);
    yield* this.inner._streamChatModelEvents(call.messages, call.options, runManager);
  }

  override bindTools(tools: BindToolsInput[], kwargs?: Partial<HeadroomCallOptions>): Bound {
    return this.#around(this.inner.bindTools?.(tools, kwargs)) as Bound;
  }

  override withConfig(config: Partial<HeadroomCallOptions>): Bound {
    return this.#around(this.inner.withConfig(config as Partial<BaseChatModelCallOptions>)) as Bound;
  }

  /** What the inner model made of itself, with ourselves around the model in it. */
  #around(made: unknown): unknown {
    const { runnable, found } = rewrap(made, (model) => new HeadroomChatModel(model, {}, this.#door));
    if (!found) {
      const message = `${this.getName()} made something of itself in which no chat model was found; it works uncompressed`;
      this.#door.options.onWarning?.({ code: 'unknown_shape', message });
    }
    return runnable;
  }

  async #prepare(messages: BaseMessage[], { headroom, ...options }: this['ParsedCallOptions']) {
    const call = options as this['ParsedCallOptions'];
    if (headroom === false) return { messages, options: call };
    const reachable = canRetrieve(call.tools, call.tool_choice);
    const wanted = this.#door.options.retrieval;
    const signal = call.signal as AbortSignal | undefined;
    const shorter = await shortenMessages(this.#door, messages, {
      ...modelIdOf(this.inner),
      ...(this.#door.options.model !== undefined && { model: this.#door.options.model }),
      ...(wanted === 'tool' && !reachable ? LOSSLESS : { retrieval: wanted ?? (reachable ? 'tool' : 'summary') }),
      ...(signal && { signal }),
    });
    return { messages: shorter, options: call };
  }
}
