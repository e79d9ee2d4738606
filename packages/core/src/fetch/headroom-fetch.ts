import { createHeadroom, type Headroom } from '../compress.js';
import { named } from '../door/named.js';
import type { BodyReport } from '../http/body-report.js';
import { requireFunction } from '../http/door-options.js';
import type { Warning } from '../model/report.js';
import { harmless } from '../pipeline/harmless.js';
import { type HeadroomOptions, resolveOptions } from '../pipeline/options.js';
import { type Fetch, Outgoing } from './outgoing.js';
import { checkOwnerOptions, type OwnerOptions } from './owner-of.js';
import { type Door, prepareSend } from './prepare-send.js';
import { type RetrieveOption, retrieveLoop } from './retrieve-option.js';

/** What `headroomFetch` can be told, besides everything an engine can. */
export interface HeadroomFetchOptions extends Omit<HeadroomOptions, 'conversation'>, OwnerOptions {
  /** The engine that compresses; without it one is made from the other options. */
  readonly headroom?: Headroom;
  /** What sends the requests. Default: the global `fetch` at the time of the call. */
  readonly fetch?: Fetch;
  /**
   * Lets the model ask for originals: requests with tools are offered `headroom_retrieve`, its calls are answered here, and
   * the client sees one response without them. Where the tool cannot be offered, only lossless changes are made, unless
   * `retrieval` is `summary`. Default false.
   */
  readonly retrieve?: RetrieveOption;
  /**
   * Told what was done with each request that takes a conversation, before it is sent, with the second argument its `fetch` was
   * called with: a gateway knows its own call by it.
   */
  readonly onReport?: (report: BodyReport, init: RequestInit | undefined) => void;
}

/** The options that are not the engine's. */
const OWN = ['retrieve', 'headroom', 'fetch', 'tenant', 'onReport'];

/**
 * A `fetch` that shrinks the tool outputs in requests to OpenAI, Anthropic and Gemini, for any SDK that takes a `fetch`.
 * Only the changed strings of a JSON body differ; method, headers, signal and the response stream are untouched, and
 * every other request passes through. Whatever goes wrong, the original request is sent and `onWarning` hears of it.
 * With `retrieve`, a model can ask for originals and gets them before the client hears of it.
 *
 * @example
 * ```ts
 * const client = new OpenAI({ fetch: headroomFetch() });
 * ```
 * @throws HeadroomError for unknown, invalid or contradictory options.
 */
export function headroomFetch(given: HeadroomFetchOptions = {}): Fetch {
  const { headroom, fetch: sender, retrieve, tenant, conversation, onReport, ...own } = given;
  const options = named(own, headroom, 'fetch');
  const { onWarning } = resolveOptions(options, undefined, OWN);
  checkOwnerOptions({ tenant, conversation });
  requireFunction('onReport', onReport);
  const engine = headroom ?? createHeadroom(options);
  const warn = (warning: Warning) => onWarning?.(warning);
  const loop = retrieveLoop(retrieve, engine, options);
  const door: Door = { engine, options, warn, loop, owner: { tenant, conversation }, onReport: harmless(onReport) };

  return async (input, init) => {
    const fetch = sender ?? globalThis.fetch;
    let send = () => fetch(input, init);
    try {
      send = await prepareSend(new Outgoing(input, init), fetch, door);
    } catch (error) {
      const name = error instanceof Error ? error.name : 'unknown error';
      warn({ code: 'edit_failed', message: `A request was sent as it came (${name})` });
    }
    return send();
  };
}
