import type { Retriever } from '../ccr/answer.js';
import { memory } from '../ccr/memory-store.js';
import { isRecord } from '../formats/record.js';
import { HeadroomError } from '../model/errors.js';
import type { Format } from '../model/format.js';
import type { Warning } from '../model/report.js';
import type { Store } from '../model/store.js';
import { HiddenTurns, openingOf, turnKey } from './hidden-turns.js';
import type { Fields, LoopDialect } from './loop-dialect.js';
import { loopDialect } from './loop-dialects.js';
import { dialectFormat, type Offer, type OfferWhen, offerRetrieve, withOffer } from './offer-retrieve.js';
import { isOwn } from './own-call.js';
import { type SendStream, streamRounds } from './stream/stream-rounds.js';
import { type LoopState, type Step, takeRound } from './take-round.js';

/** How a tool loop works. */
export interface ToolLoopOptions {
  /** Answers the calls: an engine. */
  readonly retriever: Retriever;
  /** Where hidden turns wait for the client's next request; share it between processes that serve one client. Default: in memory. */
  readonly store?: Store;
  /** Rounds answered before the model must speak without the tool. Default 3. */
  readonly maxRounds?: number;
  /** Which requests are offered the tool: those of conversations with tools (default) or all. */
  readonly offer?: OfferWhen;
  /** Told when something of the loop failed and the request went on without it. */
  readonly onWarning?: (warning: Warning) => void;
}

/** One request of a client on its way through the loop. */
export interface LoopTurn<Request> {
  /** The request to compress and send: hidden turns put back, the tool offered. The same reference when neither applies. */
  readonly request: Request;
  /** Give it to `compress`: markers may name the tool only where somebody answers. */
  readonly retrieval: 'tool' | 'none';
  readonly offer: Offer['by'];
  /** Sends the (compressed) request, answers our calls, and returns the one response that the client sees. */
  run<Response>(request: Request, send: (request: Request) => Promise<Response>): Promise<Response>;
  /** The same for server-sent events: text streams live, our calls never appear. */
  stream(request: Request, send: SendStream<Request>): Promise<ReadableStream<Uint8Array>>;
}

/** Offers a model `headroom_retrieve`, answers it, and keeps both out of the client's sight. */
export interface ToolLoop {
  begin<Request extends object>(request: Request): Promise<LoopTurn<Request>>;
}

/**
 * Makes the loop that a door puts around its provider.
 *
 * @example
 * ```ts
 * const loop = createToolLoop({ retriever: headroom, store: headroom.store });
 * const turn = await loop.begin(body);
 * const { body: smaller } = await headroom.compress(turn.request, { retrieval: turn.retrieval });
 * const response = await turn.run(smaller, (request) => post(request));
 * ```
 * @throws HeadroomError `invalid_option` when `maxRounds` is not a whole number of at least 1.
 */
export function createToolLoop(options: ToolLoopOptions): ToolLoop {
  const { retriever, store = memory(), maxRounds = 3, offer: when = 'tools', onWarning } = options;
  if (!(Number.isInteger(maxRounds) && maxRounds >= 1))
    throw new HeadroomError(
      'invalid_option',
      'createToolLoop({ maxRounds }) must be a whole number from 1',
      'maxRounds',
    );
  const hidden = new HiddenTurns(store);
  const warn = (message: string) => onWarning?.({ code: 'store_failed', message });

  return {
    async begin(request) {
      const format = dialectFormat(request);
      const dialect = format && loopDialect(format.name);
      if (!format || !dialect || !isRecord(request)) return passThrough(request);
      const restored = await restore(request, { hidden, dialect, format, warn });
      const offer = offerRetrieve(restored, format, when);
      if (offer.by !== 'ours') return { ...passThrough(restored as typeof request), ...redeemedBy(offer) };
      const ordinal = dialect.modelTurns(request);
      const door: Door = { retriever, maxRounds, hidden, dialect, opening: openingOf(request, format), ordinal, warn };
      return {
        ...redeemedBy(offer),
        request: withOffer(restored, offer) as typeof request,
        run: (body, send) => runRounds(body as Fields, send as Send, door) as ReturnType<typeof send>,
        stream: (body, send) => streamRounds(body as Fields, send as SendStream<Fields>, door.dialect, step(door)),
      };
    },
  };
}

type Send = (request: Fields) => Promise<unknown>;

interface Door {
  readonly retriever: Retriever;
  readonly maxRounds: number;
  readonly hidden: HiddenTurns;
  readonly dialect: LoopDialect;
  readonly opening: string;
  /** How many model turns the client's request has. */
  readonly ordinal: number;
  readonly warn: (message: string) => void;
}

function redeemedBy(offer: Offer): Pick<LoopTurn<unknown>, 'retrieval' | 'offer'> {
  return { retrieval: offer.by === 'none' ? 'none' : 'tool', offer: offer.by };
}

function passThrough<Request>(request: Request): LoopTurn<Request> {
  return {
    request,
    retrieval: 'none',
    offer: 'none',
    run: (body, send) => send(body),
    stream: (body, send) => send(body),
  };
}

interface Restoring {
  readonly hidden: HiddenTurns;
  readonly dialect: LoopDialect;
  readonly format: Format;
  readonly warn: (message: string) => void;
}

async function restore(request: Fields, { hidden, dialect, format, warn }: Restoring): Promise<Fields> {
  try {
    return await hidden.restore(request, dialect, format);
  } catch {
    warn('Hidden retrieve calls of this conversation could not be read; the request goes on without them');
    return request;
  }
}

/** Sends until the model speaks without our tool. */
async function runRounds(first: Fields, send: Send, door: Door): Promise<unknown> {
  let state: LoopState = { request: first, added: [], responses: [] };
  const next = step(door);
  for (;;) {
    const response = await send(state.request);
    // Errors and shapes we do not know are the door's to deliver, as they are.
    if (!isRecord(response) || door.dialect.calls(response) === undefined) return response;
    state = { ...state, responses: [...state.responses, response] };
    const taken = await next(state);
    if (taken.kind === 'again') state = taken.state;
    else if (state.responses.length === 1 && !door.dialect.calls(response)?.some(isOwn)) return response;
    else return door.dialect.merge(state.responses);
  }
}

/** {@link takeRound} that also keeps what the client will not see. */
function step(door: Door): (state: LoopState) => Promise<Step> {
  return async (state) => {
    const taken = await takeRound(state, door);
    if (taken.kind === 'done' && taken.hidden) await keep(taken.hidden, door);
    return taken;
  };
}

async function keep(
  { turn, firstCall }: NonNullable<Extract<Step, { kind: 'done' }>['hidden']>,
  { hidden, dialect, opening, ordinal, warn }: Door,
): Promise<void> {
  const keys = [turnKey(dialect, opening, firstCall, ordinal)];
  // Where the provider keeps the history, the client's next request names the call by its id only.
  if (dialect.name === 'openai-responses') keys.push(turnKey(dialect, opening, firstCall, -1));
  try {
    await hidden.keep(keys, turn);
  } catch {
    warn('A hidden retrieve call could not be stored; the next request of this conversation goes on without it');
  }
}
