import type { Fields } from '../loop-dialect.js';
import type { LoopState, Step } from '../take-round.js';
import type { StreamFilter } from './stream-filter.js';

/** Sends a request and gives the stream of the answer; rejects when the provider answers anything else. */
export type SendStream<Request, Piece = Uint8Array> = (request: Request) => Promise<ReadableStream<Piece>>;

/**
 * Streams rounds until the model speaks without our tool. The first `send` may reject as any request may; later failures end
 * the stream with an error in its own dialect. Cancelling the result cancels the upstream in flight.
 */
export async function streamRounds<Piece>(
  request: Fields,
  send: SendStream<Fields, Piece>,
  filter: StreamFilter<Piece>,
  step: (state: LoopState) => Promise<Step>,
): Promise<ReadableStream<Piece>> {
  const rounds = new Rounds(await send(request), request, send, filter, step);
  return new ReadableStream<Piece>(
    {
      pull: (controller) => rounds.pull(controller),
      cancel: (reason) => rounds.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}

class Rounds<Piece> {
  #reader: ReadableStreamDefaultReader<Piece>;
  #state: LoopState;
  #cancelled = false;

  constructor(
    first: ReadableStream<Piece>,
    request: Fields,
    private readonly send: SendStream<Fields, Piece>,
    private readonly filter: StreamFilter<Piece>,
    private readonly step: (state: LoopState) => Promise<Step>,
  ) {
    this.#reader = first.getReader();
    this.#state = { request, added: [], responses: [] };
  }

  /** Reads until there is something to show or the end. */
  async pull(controller: ReadableStreamDefaultController<Piece>): Promise<void> {
    let shown = 0;
    const show = (pieces: readonly Piece[]) => {
      for (const piece of pieces) controller.enqueue(piece);
      shown += pieces.length;
    };
    while (shown === 0) {
      const { done, value } = await this.#reader.read();
      if (this.#cancelled) return;
      show(done ? this.filter.close() : this.filter.push(value));
      if (done && (await this.#finishRound(show))) return this.#cancelled ? undefined : controller.close();
    }
  }

  async cancel(reason: unknown): Promise<void> {
    this.#cancelled = true;
    await this.#reader.cancel(reason);
  }

  /** True when the stream is over. */
  async #finishRound(show: (pieces: readonly Piece[]) => void): Promise<boolean> {
    const response = this.filter.response();
    const responses = response ? [...this.#state.responses, response] : this.#state.responses;
    const taken = response && (await this.step({ ...this.#state, responses }));
    if (this.#cancelled) return true;
    if (taken?.kind !== 'again') {
      show(this.filter.end(responses));
      return true;
    }
    this.#state = taken.state;
    try {
      const next = await this.send(taken.state.request);
      if (this.#cancelled) await next.cancel();
      else show(this.filter.next());
      this.#reader = next.getReader();
    } catch (error) {
      if (!this.#cancelled) show(this.filter.fail(error, responses));
      return true;
    }
    return this.#cancelled;
  }
}
