import { callOptions, type DoorOptions, openDoor } from '@headroom/core';
import { promptFormat } from './format.js';
import type { Message } from './language-model.js';
import { isProviderTool } from './provider-tools.js';

/** What `prepareStep` of the SDK is given, as far as it is looked at. */
interface Step<M> {
  readonly messages: M[];
  readonly model: string | { readonly modelId: string };
}

/** How {@link headroomPrepareStep} works. */
export interface PrepareStepOptions extends DoorOptions {
  /** The tools of the run: results of those that a provider defines keep their form. Known ones are recognized without it. */
  readonly tools?: object;
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
export function headroomPrepareStep({ tools = {}, ...options }: PrepareStepOptions = {}) {
  const door = openDoor({ retrieval: 'summary', ...options }, 'ai-sdk');
  const format = promptFormat(new Set(Object.keys(tools).filter((name) => isProviderTool(Reflect.get(tools, name)))));
  return async <M extends Message>({ messages, model }: Step<M>): Promise<{ messages: M[] } | undefined> => {
    const call = { model: typeof model === 'string' ? model : model.modelId, reachable: true };
    const { body } = await door.headroom.compress(messages, { ...callOptions(door, call), format });
    return body === messages ? undefined : { messages: body };
  };
}
