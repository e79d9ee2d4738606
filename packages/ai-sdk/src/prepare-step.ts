import { callOptions, type DoorOptions, openDoor } from '@headroom/core';
import { promptFormat } from './format.js';
import type { Message } from './language-model.js';

/** What `prepareStep` of the SDK is given, as far as it is looked at. */
interface Step<M> {
  readonly messages: M[];
  readonly model: string | { readonly modelId: string };
}

/**
 * A `prepareStep` that compresses the messages of an agent's run for good: in AI SDK 7 what it returns carries forward to later
 * steps. Set `retrieval: 'tool'` when {@link headroomTools} of the same engine are among the tools; default `summary`.
 *
 * @example
 * ```ts
 * await generateText({ model, tools, prepareStep: headroomPrepareStep({ headroom }), prompt });
 * ```
 */
export function headroomPrepareStep(options: DoorOptions = {}) {
  const door = openDoor({ retrieval: 'summary', ...options });
  return async <M extends Message>({ messages, model }: Step<M>): Promise<{ messages: M[] } | undefined> => {
    const call = { model: typeof model === 'string' ? model : model.modelId, reachable: true };
    const { body } = await door.headroom.compress(messages, { ...callOptions(door, call), format: promptFormat() });
    return body === messages ? undefined : { messages: body };
  };
}
