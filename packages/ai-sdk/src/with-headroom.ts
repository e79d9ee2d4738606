import type { CallOptions, Model, StreamResult } from './language-model.js';
import { type HeadroomModelOptions, headroomMiddleware } from './middleware.js';

/**
 * The same model with {@link headroomMiddleware} around it, of the model's own specification version.
 *
 * @example
 * ```ts
 * const model = withHeadroom(openai('gpt-4o'));
 * ```
 */
export function withHeadroom<
  M extends { readonly modelId: string; readonly doGenerate: unknown; readonly doStream: unknown },
>(model: M, options: HeadroomModelOptions = {}): M {
  const { transformParams, wrapGenerate, wrapStream } = headroomMiddleware(options);
  const inner = model as unknown as Model<object, StreamResult>;
  const calls: Record<PropertyKey, unknown> = {
    async doGenerate(given: CallOptions) {
      const params = await transformParams({ params: given, model });
      return wrapGenerate({ doGenerate: () => inner.doGenerate(params), params, model: inner });
    },
    async doStream(given: CallOptions) {
      const params = await transformParams({ params: given, model });
      return wrapStream({ doStream: () => inner.doStream(params), params, model: inner });
    },
  };
  return new Proxy(model, { get: (target, key) => calls[key] ?? Reflect.get(target, key) });
}
