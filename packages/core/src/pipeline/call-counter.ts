import type { TokenCounter } from '../model/tokens.js';
import type { SteppedCounter } from '../tokens/counter-for.js';
import { estimate } from '../tokens/estimate.js';
import { type CallTime, TimeUpError } from './call-time.js';
import { type Steps, wait } from './drive.js';
import { done, type Elsewhere } from './route-elsewhere.js';

/** Texts up to this length are counted at once. */
const SHORT = 16_384;
const SAMPLE = 4096;

/**
 * The counter of one call: long texts can be counted in steps that let others work, and once the call's time is over what was
 * not counted is estimated from its beginning.
 */
export class CallCounter implements TokenCounter {
  readonly name: string;
  readonly exact: boolean;
  /** Counts of long texts, kept for the call where the counter itself would forget them. */
  readonly #long = new Map<string, number>();

  constructor(
    private readonly counter: SteppedCounter,
    private readonly time: CallTime,
    private readonly elsewhere?: Elsewhere,
  ) {
    this.name = counter.name;
    this.exact = counter.exact;
  }

  count(text: string): number {
    const known = this.#known(text);
    if (known !== undefined) return known;
    if (text.length > SAMPLE && this.time.over()) return estimateFromStart(text);
    return this.#keep(text, this.counter.count(text));
  }

  /** True once the exact count of a text is known; false when the time was over before. */
  *counted(text: string): Steps<boolean> {
    if (text.length <= SHORT || this.#known(text) !== undefined) return true;
    if (this.elsewhere && (yield* this.#countedElsewhere(text, this.elsewhere))) return true;
    const steps = this.counter.counting(text);
    for (;;) {
      if (this.time.over()) return false;
      yield* wait(this.time.rest());
      const step = steps.next();
      if (!step.done) continue;
      this.#keep(text, step.value);
      return true;
    }
  }

  /** False for a count that would be estimated, because the time is over. */
  knows(text: string): boolean {
    return this.#known(text) !== undefined;
  }

  /** Takes over a count that was made elsewhere. */
  learn(text: string, count: number): void {
    this.counter.learn(text, count);
    this.#keep(text, count);
  }

  *#countedElsewhere(text: string, elsewhere: Elsewhere): Steps<boolean> {
    try {
      const result = yield* done({ kind: 'count', model: elsewhere.model, text }, elsewhere);
      if (!result) return false;
      this.learn(text, result.tokens);
      return true;
    } catch (error) {
      if (error instanceof TimeUpError) return false;
      throw error;
    }
  }

  #known(text: string): number | undefined {
    return this.#long.get(text) ?? this.counter.known(text);
  }

  #keep(text: string, count: number): number {
    if (text.length > SHORT) this.#long.set(text, count);
    return count;
  }
}

function estimateFromStart(text: string): number {
  return Math.round((estimate(text.slice(0, SAMPLE)) * text.length) / SAMPLE);
}

/** The counter for work that cannot be interrupted otherwise: it ends what counts with it when the time is over. */
export function pressed(counter: TokenCounter, time: CallTime): TokenCounter {
  const { name, exact } = counter;
  return {
    name,
    exact,
    count(text) {
      time.check();
      return counter.count(text);
    },
  };
}
