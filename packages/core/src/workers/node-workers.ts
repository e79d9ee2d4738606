import { Tinypool } from 'tinypool';
import { findOwnFile } from '../files/own-file.js';
import { HeadroomError } from '../model/errors.js';
import type { Job, JobResult, Workers } from '../model/workers.js';

/** How many threads an engine may use. */
export interface WorkersOptions {
  /** Default 1: the event loop of the calling thread stays free, and long texts take their turn. */
  readonly threads?: number;
}

/**
 * Threads that compress and count long texts, so that a server's own event loop stays free. Each holds a vocabulary of its own
 * (about 60 MB). Engines may share them. For Node 20 and later, Bun and Deno; compressors of your own keep texts in the calling
 * thread, unless they say where a thread makes them (`thread`).
 *
 * @example
 * ```ts
 * import { workers } from '@headroom/core/workers';
 * const headroom = createHeadroom({ workers: workers({ threads: 2 }) });
 * ```
 * @throws HeadroomError `invalid_option` when `threads` is not a whole number from 1 to 64; `missing_file` in a bundle that has
 * swallowed the package.
 */
export function workers({ threads = 1 }: WorkersOptions = {}): Workers {
  if (!(Number.isInteger(threads) && threads >= 1 && threads <= 64))
    throw new HeadroomError('invalid_option', 'workers({ threads }) must be a whole number from 1 to 64', 'threads');
  const script = findOwnFile('workers/node-worker.js');
  if (!script) throw unbundled();
  try {
    return new Pool(script.href, threads);
  } catch {
    throw unbundled();
  }
}

/** Threads start from files of their own, which one script with everything in it has not. */
function unbundled(): HeadroomError {
  const what = 'workers() starts threads from files that this bundle does not have';
  return new HeadroomError(
    'missing_file',
    `${what}. Leave @headroom/core and tinypool out of it (external), or do without workers`,
  );
}

/** A pool over a module that exports `work`; a job that is ended ends its thread, and another takes its place. */
export class Pool implements Workers {
  readonly #pool: Tinypool;
  /** Rejects when threads cannot even be started, or were ended: then nothing waits for them. */
  readonly #broken: Promise<never>;
  #break: (error: unknown) => void = () => undefined;
  #isOpen = true;

  constructor(filename: string, threads: number, execArgv?: string[]) {
    const size = { minThreads: threads, maxThreads: threads };
    // Threads that wait by atomics never see a job in Deno; where a job takes milliseconds they gain nothing by it.
    const how = { runtime: 'worker_threads', useAtomics: false } as const;
    const pool = new Tinypool({ filename, ...size, ...how, ...(execArgv ? { execArgv } : {}) });
    this.#pool = pool;
    this.#broken = new Promise((_, reject) => {
      this.#break = reject;
      pool.on('error', reject);
    });
    this.#broken.catch(() => undefined);
  }

  run(job: Job, signal: AbortSignal): Promise<JobResult> {
    if (!this.#isOpen) return this.#broken;
    return Promise.race([this.#pool.run(job, { signal: signal as never }) as Promise<JobResult>, this.#broken]);
  }

  async close(): Promise<void> {
    this.#isOpen = false;
    this.#break(new Error('The threads were ended'));
    await this.#pool.destroy();
  }
}
