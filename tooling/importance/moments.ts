import type { Recording } from '../../apps/evals/src/support/recording.js';
import { planOf } from '../../packages/agents/src/replay/plan.js';
import { openaiChat } from '../../packages/core/src/formats/openai-chat.js';
import { type Signals, type Standing, signalsOf } from '../../packages/core/src/importance/signals.js';
import { Uses } from '../../packages/core/src/importance/uses.js';

/** An answer of a recorded session before which room could have been made. */
export interface Moment {
  readonly turn: number;
  readonly query: string;
  /** The results that could have gone. */
  readonly results: readonly Standing[];
  readonly signals: readonly Signals[];
  /** For everything the rest of the session needs from before: the messages of which one is enough. */
  readonly needs: readonly (readonly number[])[];
}

const EVERY = 3;
/** Smaller results never go. */
const LEAST = 250;
const size = (text: string) => Math.ceil(text.length / 4);

/** Every third answer of a session. Sizes are a quarter of the characters. */
export function momentsOf(recording: Recording): Moment[] {
  const blocks = [...openaiChat.blocks([...recording.messages])];
  const plan = planOf(recording.messages);
  const uses = new Uses();
  const moments: Moment[] = [];
  let known = 0;
  for (const [i, { end }] of plan.entries()) {
    for (; known < blocks.length && blocks[known]!.turn < end; known++) uses.add(blocks[known]!);
    const newest = blocks[known - 1];
    // An answer to the newest result is just due.
    const results = blocks
      .slice(0, known)
      .filter(({ role, text, turn }) => role === 'tool' && turn < end - 1 && size(text) >= LEAST)
      .map((block) => ({ block, size: size(block.text) }));
    if (i % EVERY !== EVERY - 1 || !newest || results.length === 0) continue;
    const needs = plan
      .slice(i)
      .flatMap((step) => step.needs.map(({ sources }) => sources.filter((at) => at < end)))
      .filter((sources) => sources.length > 0);
    const { turn, query } = newest;
    moments.push({ turn, query, results, signals: signalsOf(results, { turn, query, uses }), needs });
  }
  return moments;
}
