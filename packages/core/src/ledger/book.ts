import type { BlockReport } from '../model/report.js';
import { type Counts, NONE, plus, writeLine } from './sums.js';

/** Where a compression took place. */
export interface LedgerContext {
  /** Model id, for prices. */
  readonly model?: string;
  /** `mcp`, `proxy`, `cli` … */
  readonly door?: string;
}

const MOST_SEEN = 20_000;
const MOST_LINES = 5_000;
const MOST_CHARACTERS = 100;

/** Counts by day, tool, compressor, door and model, in memory. No texts, no hashes leave it. */
export class Book {
  readonly lines = new Map<string, Counts>();
  /** Texts that were sent before: in the next turn of a conversation they come from the provider's cache. */
  readonly #seen = new Set<string>();

  constructor(private readonly now: () => number) {}

  add(blocks: readonly BlockReport[], context: LedgerContext = {}): void {
    for (const { outcome, tool = '', compressor = '', tokensBefore, tokensAfter, turn, hash = '' } of blocks) {
      if (outcome === 'kept') continue;
      const isAgain = this.#wasSeen(`${turn} ${tokensBefore} ${tokensAfter} ${hash} ${tool}`);
      const again = isAgain ? tokensBefore - tokensAfter : 0;
      this.put(this.#line(tool, compressor, context), [1, tokensBefore, tokensAfter, 0, 0, again]);
    }
  }

  addRetrieval(tokens: number, context: LedgerContext = {}): void {
    this.put(this.#line('headroom_retrieve', '', context), [0, 0, 0, 1, tokens, 0]);
  }

  put(line: string, counts: Counts): void {
    if (this.lines.has(line) || this.lines.size < MOST_LINES)
      this.lines.set(line, plus(this.lines.get(line) ?? NONE, counts));
  }

  #wasSeen(key: string): boolean {
    if (this.#seen.has(key)) return true;
    if (this.#seen.size >= MOST_SEEN) this.#seen.clear();
    this.#seen.add(key);
    return false;
  }

  #line(tool: string, compressor: string, { door = '', model = '' }: LedgerContext): string {
    const clip = (name: string): string => name.slice(0, MOST_CHARACTERS);
    return writeLine({
      day: dayOf(this.now()),
      tool: clip(tool),
      compressor: clip(compressor),
      door: clip(door),
      model: clip(model),
    });
  }
}

/** The day in UTC, so that machines agree. */
export function dayOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 10);
}
