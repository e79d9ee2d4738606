import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import type { TenantLimits } from '../options.js';

/** Counts what tenants use. Where the counting itself fails, requests go on. */
export interface Limits {
  /** Counts a request. Seconds to wait where there may be no more of them; undefined for one that may go on. */
  request(tenant: string): Promise<number | undefined>;
  /** Counts the tokens of a request that was sent. */
  spend(tenant: string, tokens: number): void;
}

const MINUTE = 60;
const DAY = 86_400;

export function createLimits({ requestsPerMinute, tokensPerDay, redis }: TenantLimits = {}): Limits {
  const requests = limiter('requests', requestsPerMinute, MINUTE, redis);
  const tokens = limiter('tokens', tokensPerDay, DAY, redis);
  return {
    async request(tenant) {
      const spent = tokens && (await tokens.get(tenant).catch(() => null));
      if (spent && tokensPerDay !== undefined && spent.consumedPoints >= tokensPerDay)
        return seconds(spent.msBeforeNext);
      try {
        await requests?.consume(tenant);
        return undefined;
      } catch (refused) {
        return refused instanceof RateLimiterRes ? seconds(refused.msBeforeNext) : undefined;
      }
    },
    spend(tenant, count) {
      if (count > 0) tokens?.penalty(tenant, count).catch(() => undefined);
    },
  };
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
