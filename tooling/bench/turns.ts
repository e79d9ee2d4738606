import { createHeadroom } from '@headroom/core';
import { MODEL, median } from './measure.js';
import { chance } from './random.js';
import { agentic, agentTurn } from './shapes/conversation.js';
import { type Spent, spent } from './spent.js';

/** What the next turns of a conversation cost on an engine that has seen the turns before. */
export interface TurnCost {
  readonly turns: number;
  readonly scratchMs: number;
  readonly nextMs: number;
  /** Next turn as a share of all turns from scratch. */
  readonly share: number;
  /** The same in time of the processor, which other programs do not lengthen as much. */
  readonly cpuShare: number;
  /** The same request again, as a share. */
  readonly againShare: number;
}

const SIZE = 50;
const NEXT = 5;

/** Measures turn n from scratch, then some more turns, one by one, and the last request once more on the same engine. */
export async function turnCost(turns: number, seeds: readonly number[]): Promise<TurnCost> {
  const scratch: Spent[] = [];
  const next: Spent[] = [];
  const again: Spent[] = [];
  for (const seed of seeds) {
    const from = chance(seed);
    const messages = agentic(turns, SIZE, from);
    const engine = createHeadroom({ model: MODEL });
    scratch.push(await spent(() => engine.compress([...messages])));
    for (let turn = turns; turn < turns + NEXT; turn++) {
      messages.push(...agentTurn(turn, SIZE, from));
      next.push(await spent(() => engine.compress([...messages])));
    }
    again.push(await spent(() => engine.compress([...messages])));
  }
  const of = (all: readonly Spent[], what: keyof Spent) => median(all.map((one) => one[what]));
  const [scratchMs, nextMs] = [of(scratch, 'wall'), of(next, 'wall')];
  const scratchCpu = of(scratch, 'cpu');
  return {
    ...{ turns, scratchMs, nextMs, share: nextMs / scratchMs },
    cpuShare: of(next, 'cpu') / scratchCpu,
    againShare: of(again, 'cpu') / scratchCpu,
  };
}
