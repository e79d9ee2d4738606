import type { Retriever } from '../ccr/answer.js';
import { memory } from '../ccr/memory-store.js';
import { isRecord } from '../formats/record.js';
import { HeadroomError } from '../model/errors.js';
import type { Warning } from '../model/report.js';
import type { Store } from '../model/store.js';
import { harmless } from '../pipeline/harmless.js';
import { bounded } from './bounded.js';
import { enveloped } from './enveloped.js';
import { HiddenTurns } from './hidden-turns.js';
import type { LoopApi } from './loop-api.js';
import type { Fields } from './loop-dialect.js';
import { type Offer, type OfferWhen, offerRetrieve, withOffer } from './offer-retrieve.js';
import { checkOwner, type Owner, scopeOf } from './owner.js';
import { recall } from './recall.js';
import { type Conversation, runRounds, type SendPlain, streamedStep } from './run-rounds.js';
import { Said } from './said.js';
import { SentTexts } from './sent-texts.js';
import { ShownIds } from './shown-ids.js';
import { type SendStream, streamRounds } from './stream/stream-rounds.js';
import { envelopedApi, wireApi } from './wire-api.js';

/** How a tool loop works. */
export interface ToolLoopOptions {
  /** Answers the calls: an engine. */
  readonly retriever: Retriever;
  /** Where hidden turns wait for the client's next request; share it between processes that serve one client. Default: in memory. */
  readonly store?: Store;
  /** Rounds in a row that bring originals; then the tool says that it is enough. Default 3. */
  readonly maxRounds?: number;
  /** Which requests are offered the tool: those of conversations with tools (default) or all. */
  readonly offer?: OfferWhen;
  /** Whose conversations these are, where the requests do not say. */
  readonly owner?: Owner;
  /** Told when something of the loop failed and the request went on without it, and when a model asked too often. */
  readonly onWarning?: (warning: Warning) => void;
}

/** One request of a client on its way through the loop. */
export interface LoopTurn<Request, Piece = Uint8Array> {
  /** The request to compress and send: hidden turns put back, the tool offered. The same reference when neither applies. */
  readonly request: Request;
  /** Give it to `compress`: markers may name the tool only where somebody answers. */
  readonly retrieval: 'tool' | 'none';
  /** Give it to `compress` too: messages, by index, that are new where the model cannot ask, or were sent so before. */
  readonly losslessTurns: readonly number[];
  readonly offer: Offer['by'];
  /** Sends the (compressed) request, answers our calls, and returns the one response that the client sees. */
  run<Response>(request: Request, send: (request: Request) => Promise<Response>): Promise<Response>;
  /** The same for streams: text passes live, our calls never appear. */
  stream(request: Request, send: SendStream<Request, Piece>): Promise<ReadableStream<Piece>>;
}

/** Offers a model `headroom_retrieve`, answers it, and keeps both out of the client's sight. */
export interface ToolLoop<Piece = Uint8Array> {
  /** `owner` says whose conversation this request belongs to; what it leaves open, the loop's own options say. */
  begin<Request extends object>(request: Request, owner?: Owner): Promise<LoopTurn<Request, Piece>>;
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
  const shared = { ...options, store: options.store ?? memory() };
  return enveloped(loopOver(wireApi, shared), loopOver(envelopedApi, shared));
}

/**
 * The same loop around an API that is none of the built-in wires, for doors to frameworks that call models in their own words.
 *
 * @throws HeadroomError `invalid_option` when `maxRounds` is not a whole number of at least 1.
 */
export function createToolLoopFor<Piece>(api: LoopApi<Piece>, options: ToolLoopOptions): ToolLoop<Piece> {
  return loopOver(() => api, options);
}

function loopOver<Piece>(
  apiOf: (request: object) => LoopApi<Piece> | undefined,
  options: ToolLoopOptions,
): ToolLoop<Piece> {
  const { retriever, store = memory(), maxRounds = 3, offer: when = 'tools', owner: common = {}, onWarning } = options;
  checkOwner(common);
  if (!(Number.isInteger(maxRounds) && maxRounds >= 1)) {
    const message = 'maxRounds, the rounds of retrieving within one call, must be a whole number from 1';
    throw new HeadroomError('invalid_option', message, 'maxRounds');
  }
  const told = harmless(onWarning);
  const warn = (code: Warning['code'], message: string) => told({ code, message });
  const shared = { retriever, maxRounds, hidden: new HiddenTurns(store), ids: new ShownIds(store, retriever), warn };
  const sent = new SentTexts(store);
  const warned = new Set<string>();
  const warnOnce = (code: Warning['code'], about: string, message: string) => {
    if (!warned.has(about)) warn(code, message);
    bounded(warned, 1000).add(about);
  };

  return {
    async begin<Request extends object>(given: Request, owner: Owner = {}): Promise<LoopTurn<Request, Piece>> {
      const api = apiOf(given);
      if (!api || !isRecord(given)) return passThrough(given, { by: 'none', isReachable: false }, []);
      const said = new Said(scopeOf({ ...common, ...owner }), given, api.dialect);
      const conversation: Conversation = { ...shared, api, given, said };
      const offer = offerRetrieve(given, api, when);
      if (offer.obstacle) warnOnce('retrieve_unavailable', offer.obstacle, unavailable(offer.obstacle));
      const known = await recall(conversation, sent, offer);
      if (known.isMissing) warnOnce('retrieve_lost', said.before(0), LOST);
      if (offer.by !== 'ours') return passThrough(known.request as Request, offer, known.losslessTurns);
      const whole = (api.dialect.prepare?.(known.request) ?? known.request) as Request;
      return {
        retrieval: 'tool',
        losslessTurns: known.losslessTurns,
        offer: 'ours',
        request: withOffer(whole, offer),
        run: (body, send) => runRounds(body as Fields, send as SendPlain, conversation) as ReturnType<typeof send>,
        stream: (body, send) =>
          streamRounds(body as Fields, send as SendStream<Fields, Piece>, api.filter(), streamedStep(conversation)),
      };
    },
  };
}

const LOST =
  'A hidden retrieve call of this conversation is not found again, because older messages were changed; new results are only packed from here on';

function unavailable(field: string): string {
  return `Requests with \`${field}\` are not offered headroom_retrieve, because the provider keeps what they say; their results are only packed`;
}

/** A turn in which nothing is answered here; who brings the tool answers it. */
function passThrough<Request, Piece>(
  request: Request,
  { by }: Offer,
  losslessTurns: readonly number[],
): LoopTurn<Request, Piece> {
  return {
    request,
    retrieval: by === 'theirs' ? 'tool' : 'none',
    losslessTurns,
    offer: by,
    run: (body, send) => send(body),
    stream: (body, send) => send(body),
  };
}
