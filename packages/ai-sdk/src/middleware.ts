import { callOptions, createToolLoopFor, type DoorOptions, type LoopTurn, type Owner, openDoor } from '@headroom/core';
import { callApi } from './call-api.js';
import { promptFormat } from './format.js';
import type { CallOptions, Model, Part, StreamResult } from './language-model.js';
import { isProviderTool } from './provider-tools.js';

/** How this door works: every option of the engine, and which engine. */
export interface HeadroomModelOptions extends DoorOptions {
  /**
   * Who can ask for originals. `tool` (default): the model, through `headroom_retrieve`; the middleware offers and answers it
   * unless the caller's own tools hold it, and where a call forbids it only lossless changes are made.
   */
  readonly retrieval?: 'tool' | 'summary' | 'none';
  /** Most rounds in a row that bring originals within one call of the model; then the tool answers that it is enough. Default 5. */
  readonly maxRetrieveRounds?: number;
  /**
   * The customer, user or project whose conversations these are: hidden retrieve calls are found for the same one only.
   * `providerOptions: { headroom: { tenant, conversation } }` says it for one call.
   */
  readonly tenant?: string;
  /** The thread, session or chat, where the program has a name for it. */
  readonly conversation?: string;
}

/** Whose conversation one call says it belongs to. */
function ownerOf({ providerOptions }: CallOptions): Owner {
  const { tenant, conversation } = providerOptions?.headroom ?? {};
  return {
    ...(typeof tenant === 'string' && { tenant }),
    ...(typeof conversation === 'string' && { conversation }),
  };
}

/** Outcomes are recorded where the conversation has a name. */
function recordOf({ tenant, conversation }: Owner): { readonly conversation?: string } {
  return conversation === undefined ? {} : { conversation: JSON.stringify([tenant ?? '', conversation]) };
}

/** A middleware for `wrapLanguageModel` of AI SDK 6 and 7; it fits models of specification v2, v3 and v4. */
export interface HeadroomMiddleware {
  readonly specificationVersion: 'v3';
  transformParams<Options extends CallOptions>(call: {
    params: Options;
    model: { readonly modelId: string };
  }): Promise<Options>;
  wrapGenerate<Result extends object>(call: {
    doGenerate: () => PromiseLike<Result>;
    params: CallOptions;
    model: Pick<Model<Result, unknown>, 'doGenerate'>;
  }): Promise<Result>;
  wrapStream<Result extends StreamResult>(call: {
    doStream: () => PromiseLike<Result>;
    params: CallOptions;
    model: Pick<Model<unknown, Result>, 'doStream'>;
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
  const { maxRetrieveRounds: maxRounds = 5, tenant, conversation, ...rest } = options;
  const door = openDoor({ retrieval: 'tool', ...rest }, 'ai-sdk');
  const { headroom } = door;
  const owner = { tenant, conversation };
  const rules = { maxRounds, owner, offer: 'always', ...(rest.onWarning && { onWarning: rest.onWarning }) } as const;
  const loop = createToolLoopFor(callApi, { retriever: headroom, store: headroom.store, ...rules });
  /** Calls in which the tool is ours. */
  const turns = new WeakMap<CallOptions, LoopTurn<CallOptions, Part>>();
  return {
    specificationVersion: 'v3',
    async transformParams({ params, model }) {
      if (params.providerOptions?.headroom?.enabled === false) return params;
      const { abortSignal: signal, tools = [] } = params;
      const turn = door.options.retrieval === 'tool' ? await loop.begin(params, ownerOf(params)) : undefined;
      const { prompt: given } = turn?.request ?? params;
      const { body: prompt, ccrHashes } = await headroom.compress(given, {
        ...callOptions(door, { model: model.modelId, reachable: turn?.retrieval === 'tool', signal }),
        ...(turn && { losslessTurns: turn.losslessTurns }),
        ...recordOf({ ...owner, ...ownerOf(params) }),
        format: promptFormat(new Set(tools.filter(isProviderTool).map(({ name }) => name))),
      });
      // Where the caller works with tools, ours is there from the first turn on: a list that changes later would cost the
      // provider's cache. Elsewhere it is there when there is something to ask for, or was.
      const isNeeded = tools.length > 0 || ccrHashes.length > 0 || given !== params.prompt;
      if (turn?.offer !== 'ours' || !isNeeded) return prompt === params.prompt ? params : { ...params, prompt };
      const ready = { ...turn.request, prompt };
      turns.set(ready, turn as LoopTurn<CallOptions, Part>);
      return ready;
    },
    async wrapGenerate({ doGenerate, params, model }) {
      return turns.get(params)?.run(params, async (next) => model.doGenerate(next)) ?? doGenerate();
    },
    async wrapStream({ doStream, params, model }) {
      const first = await doStream();
      const send = async (next: CallOptions) => {
        const { stream } = next === params ? first : await model.doStream(next);
        return stream as ReadableStream<Part>;
      };
      const stream = await turns.get(params)?.stream(params, send);
      return stream ? { ...first, stream } : first;
    },
  };
}
