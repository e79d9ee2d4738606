import { type Fetch, Outgoing } from '@headroom/core/fetch';
import { editJson, Pieces, readJsonBody, sealOf, takesConversation } from '@headroom/core/http';
import type { PlaceOptions } from '../placing/door-options.js';
import { Placing } from '../placing/placing.js';
import { isFields, wireTurns } from './wire-turns.js';

/** One call of a `fetch`, for whoever finds out whose it is. */
export interface FetchCall {
  readonly address: string;
  readonly headers: Headers;
}

/** What {@link memoryFetch} can be told. */
export interface MemoryFetchOptions extends PlaceOptions<FetchCall> {
  /** What sends the requests. Default: the global `fetch` at the time of the call. */
  readonly fetch?: Fetch;
}

/**
 * A `fetch` that puts what is remembered at the end of the newest user turn of requests to OpenAI, Anthropic and Gemini, for any
 * SDK that takes a `fetch`. System prompt, earlier turns and every byte besides stay as they are, and what was placed once stands
 * there in all later requests too, so that prefixes stay the same. When memory fails or is slow, a request goes out as it came.
 *
 * @example
 * ```ts
 * const ai = new GoogleGenAI({ httpOptions: { fetch: memoryFetch({ memory, scope: Scope.user('ann') }) } });
 * ```
 * @throws HeadroomError `invalid_option`.
 */
export function memoryFetch(given: MemoryFetchOptions): Fetch {
  const { fetch: sender, ...options } = given;
  const placing = new Placing(options, 'memoryFetch');
  return async (input, init) => {
    const fetch = sender ?? globalThis.fetch;
    const changed = await withPlaced(new Outgoing(input, init), placing);
    return changed ? fetch(...changed) : fetch(input, init);
  };
}

/** The call with recalled texts in its body; undefined where it goes as it came. */
async function withPlaced(outgoing: Outgoing, placing: Placing<FetchCall>) {
  const { address, headers, method, signal } = outgoing;
  if (method !== 'POST' || !takesConversation(address) || sealOf(headers)) return undefined;
  const given = await outgoing.body().catch(() => undefined);
  const body = given instanceof Pieces ? given.whole() : given;
  const read = body === undefined ? undefined : readJsonBody(body);
  const wire = read && isFields(read.value) ? wireTurns(address, read.value) : undefined;
  if (body === undefined || !wire) return undefined;
  const { turns, beginning } = wire;
  const places = await placing.places(turns, { call: { address, headers }, beginning, signal });
  const edits = [...places].flatMap(([turn, text]) => turns[turn]?.append?.(text) ?? []);
  const edited = editJson(body, edits);
  if (!edited.ok || edited.json === body) return undefined;
  const { json } = edited;
  return outgoing.changed(['content-length'], given instanceof Pieces ? new Pieces([json as Uint8Array]) : json);
}
