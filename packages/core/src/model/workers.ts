import type { Mode, Shorter, ThreadPlace } from './compressor.js';
import type { Warning } from './report.js';

/** Pure work on one text, as data that can be sent to another thread. */
export type Job =
  | { readonly kind: 'count'; readonly model: string | undefined; readonly text: string }
  | {
      readonly kind: 'route';
      readonly model: string | undefined;
      readonly text: string;
      readonly task: JobTask;
      /** Where the compressors besides the built-in ones are made. */
      readonly compressors: readonly ThreadPlace[];
      /** How long the work may take, in milliseconds. */
      readonly ms: number;
    };

/** A task without its functions. */
export interface JobTask {
  readonly query: string;
  readonly tool?: string;
  readonly input?: unknown;
  readonly mode: Mode;
  readonly bias: number;
  readonly budget?: number;
}

/** What comes back: a count; or the shorter text, if there is one, and the tokens of both. */
export type JobResult =
  | { readonly kind: 'count'; readonly tokens: number }
  | {
      readonly kind: 'route';
      readonly routed: { readonly by: string; readonly shorter: Shorter } | undefined;
      readonly tokens: readonly [before: number | undefined, after: number | undefined];
      readonly warnings: readonly Warning[];
      /** True when the time was over before the work was done. */
      readonly isLate: boolean;
    };

/** Threads that do the work of an engine, made by `workers()` of `@headroom/core/workers`. */
export interface Workers {
  /** Rejects when the work was ended by the signal, or cannot be done there at all. */
  run(job: Job, signal: AbortSignal): Promise<JobResult>;
  /** Ends the threads; engines then do their work in the thread that calls them. */
  close(): Promise<void>;
}
