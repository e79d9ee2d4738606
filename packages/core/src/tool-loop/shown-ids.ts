import type { Retriever } from '../ccr/answer.js';
import { answerWithPicture } from '../ccr/answer.js';
import { RETRIEVE_TOOL } from '../ccr/tool.js';
import type { Store } from '../model/store.js';
import type { Call, Fields, LoopDialect } from './loop-dialect.js';
import { readOpenCalls } from './open-calls.js';
import type { Said } from './said.js';

/**
 * Where the provider keeps the history, finds the response behind the id that a client goes on from. An answer ends under the id
 * of its last round, with which any process can go on; a stream ends under the id it began with, so the one to go on from is kept
 * behind those of all rounds.
 */
export class ShownIds {
  constructor(
    private readonly store: Store,
    private readonly retriever: Retriever,
  ) {}

  /** Keeps the id to go on from under every id that the stream of these rounds can have begun with. */
  async keep(said: Said, responses: readonly Fields[], { continuesBy, merge }: LoopDialect): Promise<void> {
    const last = merge(responses).id;
    if (continuesBy === undefined || typeof last !== 'string') return;
    const begun = new Set(responses.map(({ id }) => id).filter((id) => typeof id === 'string' && id !== last));
    await Promise.all([...begun].map((id) => this.store.set(said.key('response', id), last)));
  }

  /** The id under which the client goes on; the one it has where no other is known. */
  async resolve(said: Said, request: Fields, { continuesBy }: LoopDialect): Promise<Fields> {
    const shown = continuesBy === undefined ? undefined : request[continuesBy];
    if (typeof shown !== 'string') return request;
    const { id } = readOpenCalls(shown, RETRIEVE_TOOL);
    const last = await this.store.get(said.key('response', id));
    return continuesBy === undefined || last === undefined ? request : { ...request, [continuesBy]: last };
  }

  /** The request with the provider's own id, and answers to our calls that are still open there. */
  async answer(request: Fields, dialect: LoopDialect): Promise<Fields> {
    const { continuesBy } = dialect;
    const shown = continuesBy === undefined ? undefined : request[continuesBy];
    if (continuesBy === undefined || typeof shown !== 'string') return request;
    const { id, calls } = readOpenCalls(shown, RETRIEVE_TOOL);
    if (calls.length === 0) return request;
    const answers = await Promise.all(calls.map((call) => this.#answer(call)));
    return { ...request, [continuesBy]: id, input: [...dialect.resultEntries(answers), ...dialect.history(request)] };
  }

  async #answer(call: Call): Promise<{ readonly call: Call; readonly text: string }> {
    return { call, ...(await answerWithPicture(this.retriever, call.input)) };
  }
}
