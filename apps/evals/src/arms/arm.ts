import type { Wire } from '../wire/chat.js';

export type Fetch = typeof globalThis.fetch;

/** What an arm may know of the item it is run on. Honest arms look at none of it. */
export interface ArmTask {
  readonly wire: Wire;
  readonly model: string;
  /** The strings that the item's author put there to be found. */
  readonly needles: readonly string[];
}

/** A way to send requests, under comparison: what stands between an agent and its provider. */
export interface Arm {
  readonly name: string;
  readonly title: string;
  /** `baseline`: what the others are compared with; `ours`; `other`; `self-test`: made to be found out. */
  readonly kind: 'baseline' | 'ours' | 'other' | 'self-test';
  /** A `fetch` for one conversation, around the one that really sends. */
  open(send: Fetch, task: ArmTask): Fetch;
}

/** An arm that rewrites the texts of results in every request, always alike. */
export function rewriting(
  given: Pick<Arm, 'name' | 'title' | 'kind'>,
  change: (text: string, at: number, count: number, task: ArmTask) => string,
): Arm {
  return {
    ...given,
    open: (send, task) => (input, init) => {
      if (typeof init?.body !== 'string') return send(input, init);
      const body = task.wire.mapResults(JSON.parse(init.body), (text, at, count) => change(text, at, count, task));
      return send(input, { ...init, body: JSON.stringify(body) });
    },
  };
}
