import type { CallOptions, Model, StreamResult } from './language-model.js';
import { type HeadroomModelOptions, headroomMiddleware } from './middleware.js';

/** A language model of any specification version. */
interface AnyModel {
  readonly specificationVersion: string;
  readonly provider: string;
  readonly modelId: string;
  readonly supportedUrls: unknown;
  readonly doGenerate: unknown;
  readonly doStream: unknown;
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
  const { transformParams, wrapGenerate, wrapStream } = headroomMiddleware(options);
  const inner = model as unknown as Model<object, StreamResult>;
  const { specificationVersion, provider, modelId, supportedUrls } = model;
  const wrapped: AnyModel = {
    specificationVersion,
    provider,
    modelId,
    supportedUrls,
    async doGenerate(given: CallOptions) {
      const params = await transformParams({ params: given, model });
      return wrapGenerate({ doGenerate: () => inner.doGenerate(params), params, model: inner });
    },
    async doStream(given: CallOptions) {
      const params = await transformParams({ params: given, model });
      return wrapStream({ doStream: () => inner.doStream(params), params, model: inner });
    },
  };
  return wrapped as M;
}
