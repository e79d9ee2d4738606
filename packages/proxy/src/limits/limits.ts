import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import type { TenantLimits } from '../options.js';
import type { Route } from '../upstreams.js';
import { meteredJson } from '../usage/usage-reader.js';
import { sendUpstream } from '../wire/send-upstream.js';
import { Money } from './money.js';

/** Counts what tenants use. Where the counting itself fails, requests go on. */
export interface Limits {
  /** Counts a request. Seconds to wait where there may be no more of them; undefined for one that may go on. */
  request(tenant: string): Promise<number | undefined>;
  /** Counts the tokens of a request that was sent. */
  spend(tenant: string, tokens: number): void;
  /** The same route; where money is limited, its answers are counted. */
  metered(route: Route, tenant: string): Route;
  /** Counts what a frame says that its answer cost. */
  frame(tenant: string, json: string): void;
}

const MINUTE = 60;
const DAY = 86_400;
/** Limiters count in whole numbers. */
const MICRO = 1e6;

export function createLimits({
  requestsPerMinute,
  tokensPerDay,
  dollarsPerDay,
  prices,
  redis,
}: TenantLimits = {}): Limits {
  const requests = limiter('requests', requestsPerMinute, MINUTE, redis);
  const tokens = limiter('tokens', tokensPerDay, DAY, redis);
  const budget = dollarsPerDay === undefined ? undefined : Math.max(1, Math.round(dollarsPerDay * MICRO));
  const dollars = limiter('dollars', budget, DAY, redis);
  const money = new Money(prices);
  const paid = (tenant: string) => (cost: number) => count(dollars, tenant, Math.ceil(cost * MICRO));
  return {
    async request(tenant) {
      const waits = await Promise.all([left(tokens, tenant, tokensPerDay), left(dollars, tenant, budget)]);
      const spent = Math.max(...waits);
      if (spent > 0) return spent;
      try {
        await requests?.consume(tenant);
        return undefined;
      } catch (refused) {
        return refused instanceof RateLimiterRes ? seconds(refused.msBeforeNext) : undefined;
      }
    },
    spend: (tenant, many) => count(tokens, tenant, many),
    metered: (route, tenant) =>
      dollars ? { ...route, send: money.watching(route.send ?? sendUpstream, paid(tenant)) } : route,
    frame(tenant, json) {
      const { usage, model } = dollars ? meteredJson(json) : { usage: undefined, model: undefined };
      if (usage) paid(tenant)(money.of(usage, model));
    },
  };
}

function count(limit: RateLimiterAbstract | undefined, tenant: string, many: number): void {
  if (many > 0) limit?.penalty(tenant, many).catch(() => undefined);
}

/** Seconds until a tenant may use more; 0 where it may now. */
async function left(limit: RateLimiterAbstract | undefined, tenant: string, most = 0): Promise<number> {
  const spent = limit && (await limit.get(tenant).catch(() => null));
  return spent && spent.consumedPoints >= most ? seconds(spent.msBeforeNext) : 0;
}

/** At least one second: some clients take 0 for no wait at all. */
const seconds = (milliseconds: number) => Math.max(1, Math.ceil(milliseconds / 1000));

function limiter(
  name: string,
  points: number | undefined,
  duration: number,
  redis: object | undefined,
): RateLimiterAbstract | undefined {
  if (points === undefined) return undefined;
  const options = { keyPrefix: `headroom-${name}`, points, duration };
  return redis ? new RateLimiterRedis({ ...options, storeClient: redis }) : new RateLimiterMemory(options);
}
