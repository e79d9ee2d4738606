import { createHash } from 'node:crypto';
import type { Arm, Fetch } from '../arms/arm.js';
import { type Item, type Verdict, verdict, type World } from '../items/item.js';
import { resultTexts } from '../wire/chat.js';
import type { Budget } from './budget.js';
import { converse, Refused } from './converse.js';
import { meteredFetch, newMeter, ProviderAway } from './meter.js';
import type { Provider } from './provider.js';
import type { Row } from './row.js';

export interface PairOptions {
  readonly provider: Provider;
  readonly budget: Budget;
  readonly seed: number;
  readonly maxTokens: number;
  readonly temperature?: number | undefined;
  readonly retries?: number;
  readonly waitMs?: number;
}

/** Eight digits of an item's run through an arm: of one length, and never the same for two of them. */
export function saltOf(seed: number, item: string, arm: string): string {
  return createHash('sha256').update(`${seed} ${item} ${arm}`).digest('hex').slice(0, 8);
}

function countingRereads(world: World): { world: World; rereads: () => number } {
  const seen = new Set<string>();
  let rereads = 0;
  const call: World['call'] = (name, input) => {
    const key = `${name} ${JSON.stringify(input)}`;
    if (seen.has(key)) rereads++;
    seen.add(key);
    return world.call(name, input);
  };
  return { world: { call }, rereads: () => rereads };
}

/** Notes how much of tool results the client gave, and how much of that the arm sent on at first. */
function tapped(arm: Arm, item: Item, send: Fetch, { wire, model }: Provider) {
  const sizes = { given: 0, sent: 0 };
  let isFirst = false;
  const sum = (body: unknown) =>
    resultTexts(wire, JSON.parse(String(body))).reduce((total, text) => total + text.length, 0);
  const fetch = arm.open(
    async (input, init) => {
      const body = typeof init?.body === 'string' ? init.body : await new Response(init?.body ?? null).text();
      if (isFirst) sizes.sent += sum(body);
      isFirst = false;
      return send(input, { ...init, body });
    },
    { wire, model, needles: item.needles ?? [] },
  );
  const outer: Fetch = (input, init) => {
    isFirst = true;
    sizes.given += sum(init?.body);
    return fetch(input, init);
  };
  return { fetch: outer, sizes };
}

/**
 * Runs one item through one arm, with an engine, a world and a cache of its own.
 *
 * @throws BudgetReached where the next request could cost too much; nothing is known of the item then.
 */
export async function runPair(item: Item, arm: Arm, options: PairOptions): Promise<Row> {
  const { provider, budget, seed, ...rest } = options;
  const meter = newMeter();
  const { fetch, sizes } = tapped(arm, item, meteredFetch(meter, provider, { budget, ...rest }), provider);
  const opened = item.open();
  const { world, rereads } = countingRereads(opened);
  const start = performance.now();
  let judged: Verdict = verdict(false, '');
  const trouble: { refused?: string; away?: string } = {};
  try {
    const ended = await converse(item, world, provider, fetch, { salt: saltOf(seed, item.id, arm.name), ...rest });
    judged = await item.check({ ...ended, world: opened });
  } catch (error) {
    if (error instanceof Refused) trouble.refused = error.message;
    else if (error instanceof ProviderAway) trouble.away = error.message;
    else throw error;
  } finally {
    opened.close?.();
  }
  const { resultCharacters: _, ...metered } = meter;
  return {
    kind: 'row',
    item: item.id,
    task: item.task,
    arm: arm.name,
    ...judged,
    ...metered,
    rereads: rereads(),
    ms: Math.round(performance.now() - start),
    providerMs: Math.round(meter.providerMs),
    ...sizes,
    ...trouble,
  };
}
