import type { Explained } from '../../../../packages/dashboard/src/routes/told.js';
import type { Money } from './money.js';

/** What the page asks its worker for. */
export interface Asked {
  readonly text: string;
  readonly question: string;
  readonly model: string;
  readonly mode: 'lossless' | 'balanced' | 'aggressive';
  readonly retrieval: 'tool' | 'summary' | 'none';
  /** In how many later requests a text alone is sent again. */
  readonly later: number;
}

/** What comes back. */
export interface Answer {
  readonly kind: string;
  readonly isText: boolean;
  readonly explained: Explained;
  readonly before: number;
  readonly after: number;
  readonly counter: string;
  readonly money: Money | undefined;
  readonly milliseconds: number;
  /** Keys of originals, with the tool whose output each was. */
  readonly hashes: readonly { readonly hash: string; readonly tool: string }[];
}

/** A part of an original, as a model would ask for it. */
export interface PartAsked {
  readonly hash: string;
  readonly lines?: string;
  readonly rows?: string;
  readonly query?: string;
  readonly path?: string;
}

export type ToWorker =
  | { readonly id: number; readonly compress: Asked }
  | { readonly id: number; readonly retrieve: PartAsked };

export type FromWorker =
  | { readonly ready: true }
  | { readonly unready: string }
  | { readonly id: number; readonly answer: Answer }
  | { readonly id: number; readonly part: { readonly text: string; readonly about: string } }
  | { readonly id: number; readonly problem: string };
