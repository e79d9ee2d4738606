import type { BaseChatModel } from '@langchain/core/language_models/chat_models';
import { Runnable } from '@langchain/core/runnables';

/** Where bindings, sequences and maps keep the runnables they are made of. */
const PLACES = ['bound', 'first', 'middle', 'last', 'steps'];

/**
 * What a model made of itself (`bindTools`, `withConfig`, `withStructuredOutput`) with every chat model in it wrapped, however deep:
 * in bindings (also those that retry), sequences and maps. The same object where there was none to wrap.
 */
export function rewrap(made: unknown, wrap: (model: BaseChatModel) => BaseChatModel): unknown {
  if (!Runnable.isRunnable(made)) return made;
  if ('_generate' in made) return wrap(made as BaseChatModel);
  const again = (part: unknown) => rewrap(part, wrap);
  return withParts(made, PLACES, (part) =>
    // A list or record of runnables is not one itself.
    Runnable.isRunnable(part) ? again(part) : withParts(part as object, Object.keys(part ?? {}), again),
  );
}

/** The value, or where parts of it change a copy of the same class. */
function withParts<Value extends object>(value: Value, keys: string[], change: (part: unknown) => unknown): Value {
  const parts = Object.entries(value).filter(([key]) => keys.includes(key));
  const changed = parts.map(([key, part]) => [key, change(part)]);
  if (changed.every(([, part], index) => part === parts[index]?.[1])) return value;
  const copy = Array.isArray(value) ? [] : Object.create(Object.getPrototypeOf(value));
  return Object.assign(copy, value, Object.fromEntries(changed));
}
