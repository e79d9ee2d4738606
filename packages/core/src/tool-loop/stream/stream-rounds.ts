import type { Fields, LoopDialect } from '../loop-dialect.js';
import type { LoopState, Step } from '../take-round.js';
import { AnthropicFilter } from './anthropic-filter.js';
import { GeminiFilter } from './gemini-filter.js';
import { OpenAIChatFilter } from './openai-chat-filter.js';
import { OpenAIResponsesFilter } from './openai-responses-filter.js';
import { SseParser } from './sse.js';
import type { StreamFilter } from './stream-filter.js';

/** Sends a request and gives the body of its event stream; rejects when the provider answers anything else. */
export type SendStream<Request> = (request: Request) => Promise<ReadableStream<Uint8Array>>;

const FILTERS = {
  anthropic: AnthropicFilter,
  'openai-chat': OpenAIChatFilter,
  'openai-responses': OpenAIResponsesFilter,
  gemini: GeminiFilter,
} as const;

/**
 * Streams rounds until the model speaks without our tool. The first `send` may reject as any request may; later failures end
 * the stream with an error event of the provider's dialect. Cancelling the result cancels the upstream in flight.
 */
export async function streamRounds(
  request: Fields,
  send: SendStream<Fields>,
  dialect: LoopDialect,
  step: (state: LoopState) => Promise<Step>,
): Promise<ReadableStream<Uint8Array>> {
  const rounds = new Rounds(await send(request), request, send, new FILTERS[dialect.name](), step);
  return new ReadableStream<Uint8Array>({
    pull: (controller) => rounds.pull(controller),
    cancel: (reason) => rounds.cancel(reason),
  });
}

class Rounds {
  readonly #encoder = new TextEncoder();
  #reader: ReadableStreamDefaultReader<Uint8Array>;
  #parser = new SseParser();
  #state: LoopState;
  #cancelled = false;

  constructor(
    first: ReadableStream<Uint8Array>,
    request: Fields,
    private readonly send: SendStream<Fields>,
    private readonly filter: StreamFilter,
    private readonly step: (state: LoopState) => Promise<Step>,
  ) {
    this.#reader = first.getReader();
    this.#state = { request, added: [], responses: [] };
  }

  /** Reads until there is something to show or the end. */
  async pull(controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> {
    for (;;) {
      const { done, value } = await this.#reader.read();
      if (this.#cancelled) return;
      const events = done ? this.#parser.end() : this.#parser.push(value);
      const shown = events.map((event) => this.filter.push(event)).join('');
      if (shown !== '') controller.enqueue(this.#encoder.encode(shown));
      if (done && (await this.#finishRound(controller))) return controller.close();
      if (shown !== '') return;
    }
  }

  async cancel(reason: unknown): Promise<void> {
    this.#cancelled = true;
    await this.#reader.cancel(reason);
  }

  /** True when the stream is over. */
  async #finishRound(controller: ReadableStreamDefaultController<Uint8Array>): Promise<boolean> {
    const show = (text: string) => {
      if (text !== '') controller.enqueue(this.#encoder.encode(text));
    };
    const response = this.filter.response();
    if (!response) {
      show(this.filter.end(this.#state.responses));
      return true;
    }
    this.#state = { ...this.#state, responses: [...this.#state.responses, response] };
    const taken = await this.step(this.#state);
    if (taken.kind === 'done') {
      show(this.filter.end(this.#state.responses));
      return true;
    }
    this.#state = taken.state;
    try {
      const body = await this.send(taken.state.request);
      if (this.#cancelled) await body.cancel();
      show(this.#cancelled ? '' : this.filter.next());
      this.#reader = body.getReader();
      this.#parser = new SseParser();
      return this.#cancelled;
    } catch {
      show(this.filter.fail('The provider did not answer after an original was brought back; send the request again.'));
      return true;
    }
  }
}
