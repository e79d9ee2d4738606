import type { Call, ToolSpec } from '../wire/chat.js';

/** What an item's tools work on. Made anew for every arm. */
export interface World {
  /** The answer of a tool; undefined where the call itself is the item's answer and ends the conversation. */
  call(name: string, input: Readonly<Record<string, unknown>>): string | undefined | Promise<string | undefined>;
  close?(): void;
}

/** What a conversation ended with. */
export interface Outcome {
  readonly text: string;
  readonly calls: readonly Call[];
  readonly world: World;
}

/** How good it was: `score` from 0 to 1, `solved` as the task's own checker says, and in short what was answered. */
export interface Verdict {
  readonly solved: boolean;
  readonly score: number;
  readonly answer: string;
}

/** One thing that a model is asked to do, the same for every arm. */
export interface Item {
  /** Unique and stable: `needle/log/3`. */
  readonly id: string;
  readonly task: string;
  /** What the user says, one message after the other; the next is said when the model calls no more tools. */
  readonly says: readonly string[];
  readonly system?: string;
  readonly tools: readonly ToolSpec[];
  /** Strings put there to be found: for the self-test arm that keeps nothing else. */
  readonly needles?: readonly string[];
  /** Most requests of the client for one message of the user. Default 8. */
  readonly maxSteps?: number;
  open(): World;
  check(outcome: Outcome): Verdict | Promise<Verdict>;
}

/** Where items come from. */
export interface TaskSource {
  readonly name: string;
  readonly title: string;
  readonly tier: 1 | 2 | 3;
  /** Where the data comes from and under which licence. */
  readonly data: string;
  /** Items in an order of the seed's; empty where the data is not at hand. */
  items(given: Given): readonly Item[];
  /** Why there are none, for people. */
  readonly needs?: string;
}

export interface Given {
  readonly seed: number;
  /** Most items. */
  readonly count: number;
  /** A folder with data sets that the user has. */
  readonly data?: string | undefined;
  /** A file that names repositories with tests. */
  readonly repositories?: string | undefined;
}

export const verdict = (solved: boolean, answer: string, score = solved ? 1 : 0): Verdict => ({
  solved,
  score,
  answer: answer.slice(0, 300),
});
