import type { RetrieveResult } from '../ccr/retrieve.js';
import type { Headroom } from '../compress.js';
import type { BodyReport } from './body-report.js';

type Counts = Record<string, number>;

/** Counts of what HTTP doors did with one engine. No texts, no hashes. */
export interface Stats {
  /** When counting began, in ISO 8601. */
  readonly since: string;
  readonly requests: { readonly compressed: number; readonly unchanged: number; readonly skipped: Readonly<Counts> };
  readonly tokens_before: number;
  readonly tokens_after: number;
  readonly tokens_saved: number;
  /** After / before; 1 means nothing was saved. */
  readonly compression_ratio: number;
  /** By compressor: how many texts it changed and the tokens it saved. */
  readonly compressors: Readonly<Record<string, { readonly texts: number; readonly tokens_saved: number }>>;
  /** Answered retrieves by status. */
  readonly retrieves: Readonly<Counts>;
  readonly warnings: Readonly<Counts>;
}

/** Adds up what doors did. */
export class Tally {
  readonly #since = new Date().toISOString();
  readonly #outcomes = { compressed: 0, unchanged: 0 };
  readonly #skipped: Counts = {};
  readonly #compressors: Record<string, { texts: number; tokens_saved: number }> = {};
  readonly #retrieves: Counts = {};
  readonly #warnings: Counts = {};
  #before = 0;
  #after = 0;

  add(report: BodyReport): void {
    if (report.outcome === 'skipped') {
      count(this.#skipped, report.reason);
      return;
    }
    this.#outcomes[report.outcome]++;
    this.#before += report.tokensBefore;
    this.#after += report.tokensAfter;
    for (const { code } of report.warnings) count(this.#warnings, code);
    for (const { compressor, tokensBefore, tokensAfter } of report.blocks) {
      if (compressor === undefined) continue;
      const { texts, tokens_saved } = this.#compressors[compressor] ?? { texts: 0, tokens_saved: 0 };
      this.#compressors[compressor] = {
        texts: texts + 1,
        tokens_saved: tokens_saved + tokensBefore - tokensAfter,
      };
    }
  }

  addRetrieve(status: RetrieveResult['status']): void {
    count(this.#retrieves, status);
  }

  toJSON(): Stats {
    return {
      since: this.#since,
      requests: { ...this.#outcomes, skipped: this.#skipped },
      tokens_before: this.#before,
      tokens_after: this.#after,
      tokens_saved: this.#before - this.#after,
      compression_ratio: this.#before === 0 ? 1 : this.#after / this.#before,
      compressors: this.#compressors,
      retrieves: this.#retrieves,
      warnings: this.#warnings,
    };
  }
}

function count(counts: Counts, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1;
}

const tallies = new WeakMap<Headroom, Tally>();

/** The tally of an engine, shared by all doors that stand around it. */
export function tallyOf(engine: Headroom): Tally {
  const known = tallies.get(engine);
  if (known) return known;
  const tally = new Tally();
  tallies.set(engine, tally);
  return tally;
}
