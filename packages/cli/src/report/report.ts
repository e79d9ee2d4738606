import { createHash } from 'node:crypto';
import {
  type AgentName,
  conversationsOf,
  createMask,
  findSessions,
  readSession,
  type SessionEvent,
  type SessionFile,
} from '@headroom/agents/sessions';
import type { HeadroomOptions } from '@headroom/core';
import { ownPrices } from '../own-prices.js';
import type { Digest } from './digest.js';
import { type Example, Examples } from './examples.js';
import { Replayers } from './replayers.js';
import { Tally, type Totals } from './tally.js';

/** What a report is made of. */
export interface ReportOptions {
  readonly folders: readonly string[];
  readonly agents?: readonly AgentName[];
  readonly headroom?: HeadroomOptions;
  /** So long after the start, looking for sessions included, no further one is begun; infinity reads all. */
  readonly budgetMs: number;
  /** Told of every conversation. */
  readonly onProgress?: (share: number, sessions: number) => void;
  /** How many threads besides this one replay; only where the program is built. Default 0, this one does it. */
  readonly threads?: number;
}

/** Which sessions were read, of those that were found. */
export interface Sample {
  readonly found: number;
  readonly read: number;
  readonly bytesFound: number;
  readonly bytesRead: number;
  /** Files that could not be read to their end, and lines in others. */
  readonly broken: number;
  readonly seconds: number;
  /** Day of the first and of the last thing that happened, in UTC. */
  readonly from: string | undefined;
  readonly to: string | undefined;
}

export interface Report extends Totals {
  readonly sample: Sample;
  readonly pricesDate: string;
  /** With secrets covered; the only texts of a report. */
  readonly examples: readonly Example[];
}

/** An order that has nothing to do with age, size or agent, and is the same the next time. */
const drawn = (file: SessionFile): string =>
  createHash('sha256')
    .update(`${file.path} ${file.session ?? ''}`)
    .digest('hex');

/** Replays the sessions in folders, one after the other, and adds up what they were and would have been. */
export async function makeReport(options: ReportOptions): Promise<Report> {
  const began = performance.now();
  options.onProgress?.(0, 0);
  const found = await findSessions(options.folders, options.agents);
  const files = found.map((file) => [drawn(file), file] as const).sort(([a], [b]) => (a < b ? -1 : 1));
  const bytesFound = found.reduce((sum, { bytes }) => sum + bytes, 0);
  const run = new Run(options, bytesFound, began);
  for (const [, file] of files) {
    await run.take(file);
    if (run.isOver()) break;
  }
  await run.end();
  const mask = await createMask();
  const { tally, examples, sample } = run;
  return {
    ...tally.totals(),
    sample: sample(found.length),
    pricesDate: ownPrices().pricesDate,
    examples: await examples.masked(mask),
  };
}

class Run {
  readonly tally = new Tally();
  readonly examples = new Examples();
  readonly #replayers: Replayers;
  #read = 0;
  #bytes = 0;
  #broken = 0;
  #from = Number.POSITIVE_INFINITY;
  #to = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly options: ReportOptions,
    private readonly bytesFound: number,
    private readonly began: number,
  ) {
    this.#replayers = new Replayers(options.headroom ?? {}, options.threads ?? 0, (digest) => this.#add(digest));
  }

  isOver(): boolean {
    return performance.now() - this.began > this.options.budgetMs;
  }

  async take(file: SessionFile): Promise<void> {
    const before = this.#bytes;
    try {
      for await (const conversation of conversationsOf(file.agent, this.#watched(file))) {
        await this.#replayers.add(conversation);
        if (this.isOver()) break;
      }
    } catch {
      // Gone, locked or no longer readable: the other sessions are.
      this.#broken += 1;
    }
    this.#read += 1;
    this.#bytes = Math.max(this.#bytes, before);
  }

  sample = (found: number): Sample => {
    const day = (time: number) => (Number.isFinite(time) ? new Date(time).toISOString().slice(0, 10) : undefined);
    return {
      found,
      read: this.#read,
      bytesFound: this.bytesFound,
      bytesRead: this.#bytes,
      broken: this.#broken,
      seconds: Math.round((performance.now() - this.began) / 100) / 10,
      from: day(this.#from),
      to: day(this.#to),
    };
  };

  /** Waits for what is still being replayed. */
  async end(): Promise<void> {
    await this.#replayers.end();
  }

  #add(digest: Digest | undefined): void {
    if (!digest) {
      this.#broken += 1;
      return;
    }
    this.tally.add(digest);
    this.examples.add(digest);
  }

  /** Counts what is read. */
  async *#watched(file: SessionFile): AsyncGenerator<{ readonly events: readonly SessionEvent[] }> {
    const before = this.#bytes;
    for await (const { events, next } of readSession(file)) {
      for (const event of events) this.#look(event);
      this.#bytes = before + Math.min(file.bytes, next.offset);
      this.options.onProgress?.(this.bytesFound === 0 ? 1 : this.#bytes / this.bytesFound, this.#read);
      yield { events };
    }
    this.#bytes = before + file.bytes;
  }

  #look({ type, time }: SessionEvent): void {
    if (type === 'skipped') this.#broken += 1;
    if (time === undefined) return;
    this.#from = Math.min(this.#from, time);
    this.#to = Math.max(this.#to, time);
  }
}
