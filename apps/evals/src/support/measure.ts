import { billSession, isInSight, type Message, type Need, type Request, type Step } from '@headroom/agents/replay';
import { messageTokens } from '../chat.js';
import { CACHE_PRICES } from '../sessions/prices.js';
import { brokenPrefixes } from '../sessions/sessions.js';
import type { Send } from './policies.js';
import type { Recording } from './recording.js';

/** How many of how many. */
export type Count = readonly [kept: number, all: number];

/** What one policy did to one session. */
export interface Measured {
  readonly id: string;
  readonly requests: number;
  readonly used: Count;
  readonly anchors: Count;
  readonly said: Count;
  /** Requests that begin with the bytes of the one before. */
  readonly prefixes: Count;
  /** Nothing that a call or an edit needed was missing. */
  readonly whole: boolean;
  readonly tokens: number;
  /** The input in tokens at the uncached price, cache reads and writes included. */
  readonly cost: number;
}

const PRICE = { ...CACHE_PRICES[0]!, leastTokens: 0 };

/** Messages as they are billed; equal ones are counted once. */
class Ledger {
  readonly #known = new Map<string, Request[number]>();

  request(messages: readonly Message[]): Request {
    return messages.map((message) => {
      const bytes = JSON.stringify(message);
      const known = this.#known.get(bytes) ?? { bytes, tokens: messageTokens(message) };
      this.#known.set(bytes, known);
      return known;
    });
  }
}

/** Replays a session: at every call of the model the conversation so far goes through the policy. */
export async function measure({ id, messages }: Recording, steps: readonly Step[], send: Send): Promise<Measured> {
  const requests: Request[] = [];
  const ledger = new Ledger();
  const counts = { used: [0, 0], anchor: [0, 0], said: [0, 0] } as Record<Need['where'], [number, number]>;
  for (const { end, needs } of steps) {
    const before = messages.slice(0, end);
    const sent = await send(before);
    requests.push(ledger.request(sent));
    for (const need of needs) {
      counts[need.where][1]++;
      if (isInSight(need, before, sent)) counts[need.where][0]++;
    }
  }
  const { used, anchor: anchors, said } = counts;
  const later = Math.max(0, requests.length - 1);
  return {
    id,
    requests: requests.length,
    used: [used[0] + anchors[0], used[1] + anchors[1]],
    anchors,
    said,
    prefixes: [later - brokenPrefixes(requests), later],
    whole: used[0] === used[1] && anchors[0] === anchors[1],
    tokens: requests.flat().reduce((sum, { tokens }) => sum + tokens, 0),
    cost: billSession(requests, PRICE).reduce((sum, { cost }) => sum + cost, 0),
  };
}
