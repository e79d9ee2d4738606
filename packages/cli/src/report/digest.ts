import type { AgentName } from '@headroom/agents/sessions';
import { counterFor, priceOf } from '@headroom/core';
import { ownPrices } from '../own-prices.js';
import { type Example, examplesOf } from './examples.js';
import type { Count, Input, Replayed, ReplayedResult } from './replay.js';

/** What one conversation adds to a report: numbers, and of its texts only what a page might show. Moves between threads. */
export interface Digest
  extends Pick<
    Replayed,
    'requests' | 'before' | 'after' | 'byHook' | 'unseen' | 'counted' | 'used' | 'anchors' | 'said' | 'isWhole'
  > {
  readonly agent: AgentName;
  readonly isSubAgent: boolean;
  readonly model: string | undefined;
  /** The counter that the model is counted with. */
  readonly counter: string;
  /** Dollars of input; undefined where the model's price is not known. */
  readonly dollars: { readonly before: number; readonly after: number } | undefined;
  readonly results: readonly ResultDigest[];
  readonly examples: readonly Candidate[];
}

/** What one result of a tool adds. */
export interface ResultDigest
  extends Pick<ReplayedResult, 'tool' | 'kind' | 'left' | 'tokensBefore' | 'tokensAfter' | 'requests'> {
  /** What later steps took from it and nowhere else: still in sight, and all. */
  readonly taken: Count;
}

/** A result that may be shown, and how telling it is. */
export interface Candidate {
  readonly worth: number;
  readonly example: Example;
}

/** Boils a replayed conversation down. */
export function digestOf(one: Replayed): Digest {
  const { conversation, results, requests, before, after, byHook, unseen, counted, used, anchors, said, isWhole } = one;
  const { agent, isSubAgent, model } = conversation;
  return {
    ...{ requests, before, after, byHook, unseen, counted, used, anchors, said, isWhole },
    ...{ agent, isSubAgent, model },
    counter: counterFor(model).name,
    dollars: dollarsOf(model, before, after),
    results: results.map(({ tool, kind, left, tokensBefore, tokensAfter, requests, taken }) => ({
      ...{ tool, kind, left, tokensBefore, tokensAfter, requests },
      taken: [taken.filter(({ isInSight }) => isInSight).length, taken.length],
    })),
    examples: examplesOf(one),
  };
}

function dollarsOf(model: string | undefined, before: Input, after: Input): Digest['dollars'] {
  const price = model === undefined ? undefined : priceOf(model, ownPrices().prices);
  const of = ({ read, written }: Input) =>
    price ? (read * price.cached + written * (price.written ?? price.input)) / 1_000_000 : 0;
  return price && { before: of(before), after: of(after) };
}
