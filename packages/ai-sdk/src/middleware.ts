import { converse } from './conversation.js';
import { promptFormat } from './format.js';
import { generateRounds } from './generate-rounds.js';
import { HiddenRounds } from './hidden-rounds.js';
import type { CallOptions, GenerateResult, Message, Model, StreamResult } from './language-model.js';
import { needsTool, providerToolNames, reachOf, withTool } from './offer.js';
import { type Door, type HeadroomModelOptions, isOptedOut, openDoor } from './options.js';
import { streamRounds, toStream } from './stream-rounds.js';

/** A middleware for `wrapLanguageModel` of AI SDK 6 and 7; it fits models of specification v2, v3 and v4. */
export interface HeadroomMiddleware {
  readonly specificationVersion: 'v3';
  transformParams<Options extends CallOptions>(call: {
    params: Options;
    model: { readonly modelId: string };
  }): Promise<Options>;
  wrapGenerate<Options extends CallOptions, Result extends GenerateResult>(call: {
    doGenerate: () => PromiseLike<Result>;
    params: Options;
    model: Pick<Model<Options, Result, unknown>, 'doGenerate'>;
  }): Promise<Result>;
  wrapStream<Options extends CallOptions, Result extends StreamResult>(call: {
    doStream: () => PromiseLike<Result>;
    params: Options;
    model: Pick<Model<Options, unknown, Result>, 'doStream'>;
  }): Promise<Result>;
}

/**
 * Compresses tool results on their way to the model, and lets the model ask for what was left out without the caller noticing.
 * Everything but tool-result texts reaches the model as it came.
 *
 * @example
 * ```ts
 * const model = wrapLanguageModel({ model: openai('gpt-4o'), middleware: headroomMiddleware() });
 * ```
 * @throws HeadroomError for unknown, invalid or contradictory options.
 */
export function headroomMiddleware(options: HeadroomModelOptions = {}): HeadroomMiddleware {
  const door = openDoor(options);
  const hidden = new HiddenRounds();
  /** Calls in which the tool is ours, with the prompt as the caller gave it. */
  const offered = new WeakMap<object, readonly Message[]>();
  return {
    specificationVersion: 'v3',
    async transformParams({ params, model }) {
      if (isOptedOut(params)) return params;
      const ours = door.retrieval === 'tool' && reachOf(params) === 'ours';
      const prompt = ours ? await hidden.restore(params.prompt) : params.prompt;
      const result = await compressPrompt(door, { ...params, prompt }, model.modelId);
      const changed = result.body === params.prompt ? params : { ...params, prompt: result.body };
      if (!ours || !needsTool(params, result)) return changed;
      const ready = withTool(changed);
      offered.set(ready, params.prompt);
      return ready;
    },
    async wrapGenerate({ doGenerate, params, model }) {
      const given = offered.get(params);
      return given ? generateRounds(doGenerate(), params, model, converse(door, hidden, given)) : doGenerate();
    },
    async wrapStream({ doStream, params, model }) {
      const result = await doStream();
      const given = offered.get(params);
      if (!given) return result;
      return { ...result, stream: toStream(streamRounds(result, params, model, converse(door, hidden, given))) };
    },
  };
}

function compressPrompt({ headroom, options, retrieval }: Door, params: CallOptions, modelId: string) {
  const reachable = retrieval !== 'tool' || reachOf(params) !== 'none';
  return headroom.compress(params.prompt, {
    model: modelId,
    ...options,
    // What a model cannot ask for must not be left out.
    ...(reachable ? { retrieval } : { retrieval: 'summary', mode: 'lossless' }),
    format: promptFormat(providerToolNames(params)),
    ...(params.abortSignal && { signal: params.abortSignal }),
  });
}

/**
 * The same model with {@link headroomMiddleware} around it, of the model's own specification version.
 *
 * @example
 * ```ts
 * const model = withHeadroom(openai('gpt-4o'));
 * ```
 */
export function withHeadroom<M extends AnyModel>(model: M, options: HeadroomModelOptions = {}): M {
  const middleware = headroomMiddleware(options);
  const inner = model as unknown as Model<CallOptions, GenerateResult, StreamResult>;
  const through = async (params: CallOptions) => middleware.transformParams({ params, model });
  const wrapped: Record<keyof AnyModel, unknown> = {
    specificationVersion: model.specificationVersion,
    provider: model.provider,
    modelId: model.modelId,
    supportedUrls: model.supportedUrls,
    async doGenerate(given: CallOptions) {
      const params = await through(given);
      return middleware.wrapGenerate({ doGenerate: () => inner.doGenerate(params), params, model: inner });
    },
    async doStream(given: CallOptions) {
      const params = await through(given);
      return middleware.wrapStream({ doStream: () => inner.doStream(params), params, model: inner });
    },
  };
  return wrapped as unknown as M;
}

/** A language model of any specification version. */
interface AnyModel {
  readonly specificationVersion: string;
  readonly provider: string;
  readonly modelId: string;
  readonly supportedUrls: unknown;
  readonly doGenerate: unknown;
  readonly doStream: unknown;
}
