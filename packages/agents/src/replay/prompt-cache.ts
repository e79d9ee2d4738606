/** How a provider prices input, as multiples of its price for uncached input. */
export interface CachePrice {
  readonly name: string;
  /** What a token costs that the cache has. */
  readonly read: number;
  /** What a token costs that is put into the cache. */
  readonly write: number;
  /** Prefixes shorter than this are not cached. */
  readonly leastTokens: number;
  /** Hits are counted in steps of so many tokens. */
  readonly step: number;
  readonly source: string;
}

/** One request as the provider sees it: the bytes of each message and their tokens. */
export type Request = readonly { readonly bytes: string; readonly tokens: number }[];

/** The tokens of one request by how they are billed, and the bill in tokens at the uncached price. */
export interface Bill {
  readonly read: number;
  readonly written: number;
  readonly plain: number;
  readonly cost: number;
}

/** Tokens at the start of a request that are the same, message for message, as in an earlier one. */
function sharedTokens(request: Request, earlier: Request): number {
  let tokens = 0;
  for (const [i, message] of request.entries()) {
    if (earlier[i]?.bytes !== message.bytes) break;
    tokens += message.tokens;
  }
  return tokens;
}

/**
 * Bills the requests of one session, in order, on a cache of prefixes that outlives every turn: what an earlier request began
 * with in the same bytes is read, the rest is written.
 */
export function billSession(requests: readonly Request[], price: CachePrice): Bill[] {
  return requests.map((request, turn) => {
    const total = request.reduce((sum, message) => sum + message.tokens, 0);
    if (total < price.leastTokens) return { read: 0, written: 0, plain: total, cost: total };
    const shared = Math.max(0, ...requests.slice(0, turn).map((earlier) => sharedTokens(request, earlier)));
    const read = shared < price.leastTokens ? 0 : shared - (shared % price.step);
    const written = total - read;
    return { read, written, plain: 0, cost: read * price.read + written * price.write };
  });
}
