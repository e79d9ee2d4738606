import type { Usage } from '../wire/chat.js';

/** What was fixed before the first request of a run: the first line of its file. */
export interface Plan {
  readonly kind: 'plan';
  readonly started: string;
  readonly provider: string;
  readonly wire: string;
  readonly model: string;
  readonly price: object | null;
  readonly tier: number;
  readonly seed: number;
  readonly perTask: number;
  readonly arms: readonly string[];
  readonly items: readonly string[];
  /** The margin of the equivalence test, as a share of the items. */
  readonly margin: number;
  readonly maxTokens: number;
}

/** One conversation: an item through an arm. */
export interface Row {
  readonly kind: 'row';
  readonly item: string;
  readonly task: string;
  readonly arm: string;
  readonly solved: boolean;
  /** From 0 to 1, as the task's checker says. */
  readonly score: number;
  readonly answer: string;
  readonly requests: number;
  readonly retrievals: number;
  /** Calls of the same tool with the same input as before. */
  readonly rereads: number;
  readonly transformed: number;
  /** Answers that ended at the limit of their tokens. */
  readonly cut: number;
  readonly usage: Usage;
  readonly dollars: number;
  /** Time of the whole conversation, and the part spent within the provider; milliseconds. */
  readonly ms: number;
  readonly providerMs: number;
  /** Characters of tool results that the client gave to the arm, and that the arm sent, over all requests of the client. */
  readonly given: number;
  readonly sent: number;
  /** The provider refused a request of this conversation. */
  readonly refused?: string;
  /** The provider was away: the row says nothing and is tried again by `--resume`. */
  readonly away?: string;
}
