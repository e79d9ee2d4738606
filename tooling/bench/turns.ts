import { createHeadroom } from '@headroom/core';
import { MODEL, median } from './measure.js';
import { chance } from './random.js';
import { agentic, agentTurn } from './shapes/conversation.js';

/** What the next turn of a conversation costs on an engine that has seen the turns before. */
export interface TurnCost {
  readonly turns: number;
  readonly scratchMs: number;
  readonly nextMs: number;
  /** Next turn as a share of all turns from scratch. */
  readonly share: number;
}

const SIZE = 50;

async function timed(run: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}

/** Measures turn n from scratch, then turn n + 1 on the same engine. */
export async function turnCost(turns: number, seeds: readonly number[]): Promise<TurnCost> {
  const scratch: number[] = [];
  const next: number[] = [];
  for (const seed of seeds) {
    const from = chance(seed);
    const before = agentic(turns, SIZE, from);
    const after = [...before, ...agentTurn(turns, SIZE, from)];
    const engine = createHeadroom({ model: MODEL });
    scratch.push(await timed(() => engine.compress(before)));
    next.push(await timed(() => engine.compress(after)));
  }
  const [scratchMs, nextMs] = [median(scratch), median(next)];
  return { turns, scratchMs, nextMs, share: nextMs / scratchMs };
}
