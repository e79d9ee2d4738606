import { RETRIEVE_TOOL } from '@headroom/core';
import type { Conversation } from './conversation.js';
import type { CallOptions, Fields, Message, Model, Part, StreamResult } from './language-model.js';
import { answerRound, isCallersCall, isOurCall, messagesOf, type Round, sumUsage } from './round.js';

/**
 * The parts of several calls of the model as one stream: what is meant for the caller passes at once, calls of our tool are
 * hidden and answered, and there is one start and one finish.
 */
export async function* streamRounds<Options extends CallOptions, Result extends StreamResult>(
  first: Result,
  params: Options,
  model: Pick<Model<Options, unknown, Result>, 'doStream'>,
  conversation: Conversation,
): AsyncGenerator<Part> {
  const rounds: Round[] = [];
  const finishes: Part[] = [];
  let prompt: readonly Message[] = params.prompt;
  for (let result = first; ; ) {
    const listener = new Listener(rounds.length);
    for await (const part of partsFrom(result.stream)) {
      const shown = listener.hear(part);
      if (shown) yield shown;
    }
    if (listener.finish) finishes.push(listener.finish);
    const round = await answerRound(listener.content, conversation.headroom);
    const goesOn = round.answers.length > 0 && !round.said.some(isCallersCall) && !listener.failed;
    if (!goesOn || rounds.length === conversation.maxRounds) {
      await conversation.finish(
        rounds,
        goesOn ? { ...round, said: round.said.filter((part) => !isOurCall(part)) } : round,
      );
      if (finishes.length > 0) yield oneFinish(finishes, goesOn);
      return;
    }
    rounds.push(round);
    prompt = [...prompt, ...messagesOf(round)];
    try {
      result = await model.doStream(conversation.next(params, prompt, rounds.length));
    } catch (error) {
      yield { type: 'error', error };
      yield { ...oneFinish(finishes, false), finishReason: { unified: 'error', raw: undefined } };
      return;
    }
  }
}

function oneFinish(finishes: readonly Part[], cutShort: boolean): Part {
  const last = finishes.at(-1) as Part;
  if (finishes.length === 1 && !cutShort) return last;
  const finishReason = cutShort ? { ...(last.finishReason as object), unified: 'stop' } : last.finishReason;
  return { ...last, finishReason, usage: sumUsage(finishes.map(({ usage }) => usage)) };
}

/** Listens to one call's stream: collects what was said, and lets through what the caller may hear. */
class Listener {
  readonly content: Fields[] = [];
  finish: Part | undefined;
  failed = false;
  readonly #open = new Map<unknown, { type: string; text: string; providerMetadata?: unknown }>();
  readonly #ourInputs = new Set<unknown>();

  constructor(private readonly round: number) {}

  hear(part: Part): Part | undefined {
    switch (part.type) {
      case 'stream-start':
        return this.round === 0 ? part : undefined;
      case 'finish':
        this.finish = part;
        return undefined;
      case 'error':
        this.failed = true;
        return part;
      case 'tool-input-start':
        if (part.toolName === RETRIEVE_TOOL && part.providerExecuted !== true) this.#ourInputs.add(part.id);
        return this.#ourInputs.has(part.id) ? undefined : part;
      case 'tool-input-delta':
      case 'tool-input-end':
        return this.#ourInputs.has(part.id) ? undefined : part;
      case 'tool-call':
        this.content.push(part);
        return isOurCall(part) ? undefined : part;
      case 'tool-result':
      case 'file':
      case 'reasoning-file':
      case 'custom':
        this.content.push(part);
        return part;
      default:
        return this.#text(part);
    }
  }

  /** Text and reasoning come in pieces; their ids are made unique over the rounds. */
  #text(part: Part): Part {
    const [kind, step] = splitType(part.type);
    if (!kind) return part;
    if (step === 'start') {
      const opened = { type: kind, text: '' };
      this.#open.set(part.id, opened);
      this.content.push(opened);
    }
    const open = this.#open.get(part.id);
    if (open) {
      if (step === 'delta') open.text += String(part.delta ?? '');
      if (part.providerMetadata !== undefined) open.providerMetadata = part.providerMetadata;
      if (step === 'end') this.#open.delete(part.id);
    }
    return this.round === 0 ? part : { ...part, id: `${String(part.id)}-${this.round}` };
  }
}

function splitType(type: string): readonly [kind: string | undefined, step: string | undefined] {
  const found = /^(text|reasoning)-(start|delta|end)$/.exec(type);
  return [found?.[1], found?.[2]];
}

async function* partsFrom(stream: ReadableStream<{ readonly type: string }>): AsyncGenerator<Part> {
  const reader = stream.getReader();
  let done = false;
  try {
    for (;;) {
      const next = await reader.read();
      done = next.done;
      if (next.done) return;
      yield next.value as Part;
    }
  } finally {
    if (!done) await reader.cancel().catch(() => undefined);
  }
}

/** A stream that pulls from a generator and ends it when nobody reads on. */
export function toStream<T>(parts: AsyncGenerator<T>): ReadableStream<T> {
  return new ReadableStream<T>(
    {
      async pull(controller) {
        const next = await parts.next();
        if (next.done) controller.close();
        else controller.enqueue(next.value);
      },
      async cancel() {
        await parts.return(undefined);
      },
    },
    { highWaterMark: 0 },
  );
}
