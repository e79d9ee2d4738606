import type { BaseChatModel } from '@langchain/core/language_models/chat_models';
import { Runnable, RunnableBinding, RunnableMap, RunnableSequence } from '@langchain/core/runnables';

type Wrap = (model: BaseChatModel) => BaseChatModel;

/**
 * What a model made of itself (`bindTools`, `withConfig`, `withStructuredOutput`) with every chat model inside wrapped: alone, in a
 * binding, in a sequence, in a map. `found` is false where there was none to wrap.
 */
export function rewrap(made: unknown, wrap: Wrap): { readonly runnable: unknown; readonly found: boolean } {
  if (isChatModel(made)) return { runnable: wrap(made), found: true };
  if (RunnableBinding.isRunnableBinding(made)) {
    const { runnable, found } = rewrap(made.bound, wrap);
    return found ? { runnable: withBound(made, runnable), found } : { runnable: made, found };
  }
  if (RunnableSequence.isRunnableSequence(made)) {
    const steps = (made as unknown as { steps: Runnable[] }).steps.map((step) => rewrap(step, wrap));
    if (!steps.some(({ found }) => found)) return { runnable: made, found: false };
    const runnables = steps.map(({ runnable }) => runnable) as [Runnable, Runnable];
    return { runnable: RunnableSequence.from(runnables), found: true };
  }
  if (made instanceof RunnableMap) {
    const entries = Object.entries(made.getStepsKeys() ? (made as unknown as { steps: object }).steps : {});
    const steps = entries.map(([key, step]) => [key, rewrap(step, wrap)] as const);
    if (!steps.some(([, { found }]) => found)) return { runnable: made, found: false };
    const wrapped = Object.fromEntries(steps.map(([key, { runnable }]) => [key, runnable as Runnable]));
    return { runnable: new RunnableMap({ steps: wrapped }), found: true };
  }
  return { runnable: made, found: false };
}

function isChatModel(value: unknown): value is BaseChatModel {
  return Runnable.isRunnable(value) && typeof (value as { _generate?: unknown })._generate === 'function';
}

/** The same kind of binding (a plain one, one that retries) around another runnable. */
function withBound(binding: RunnableBinding<unknown, unknown>, bound: unknown): unknown {
  const fields = { ...binding, ...binding.lc_kwargs, config: binding.config, bound };
  return new (binding.constructor as new (fields: object) => unknown)(fields);
}
