import type { BlockReport } from '../model/report.js';
import type { ShorterTexts } from '../pipeline/totals.js';
import { type Counts, NONE, plus, readLine, writeLine } from './sums.js';
import { whyLeft } from './why-left.js';

/** Where a compression took place. */
export interface LedgerContext {
  /** Model id, for prices. */
  readonly model?: string;
  /** `mcp`, `proxy`, `cli`, or the agent: `claude-code` … */
  readonly door?: string;
}

/** What was brought back. */
export interface RetrievalContext extends LedgerContext {
  /** The key of the original. Where these books know what it stands for, the retrieval is booked under the tool, kind and door of it. */
  readonly hash?: string;
}

const MOST_SEEN = 20_000;
const MOST_LINES = 5_000;
const MOST_CHARACTERS = 100;

/** Counts by day, tool, compressor, door and model, in memory. No texts, no hashes leave it. */
export class Book {
  readonly lines = new Map<string, Counts>();
  /** Texts that were sent before: in the next turn of a conversation they come from the provider's cache. */
  readonly #seen = new Set<string>();

  /** Under which line an original was booked. Kept in memory only. */
  readonly #lineOf = new Map<string, string>();

  constructor(private readonly now: () => number) {}

  /** @returns the tokens saved of texts that were booked before */
  add(blocks: readonly BlockReport[], context: LedgerContext = {}): number {
    let savedAgain = 0;
    const day = dayOf(this.now());
    const lines = new Map<string, string>();
    for (const block of blocks) {
      if (block.outcome === 'kept' && block.role !== 'tool') continue;
      const { tool = '', compressor = '', tokensBefore, tokensAfter, turn, hash = '' } = block;
      const left = whyLeft(block);
      const isAgain = this.#wasSeen(`${turn} ${tokensBefore} ${tokensAfter} ${hash} ${tool}`);
      if (left !== undefined) {
        // A text that stays whole is booked once, however often it is sent.
        if (!isAgain) this.put(lineOf(day, tool, '', context, left), [0, 0, 0, 0, 0, 0, 1, tokensBefore]);
        continue;
      }
      const again = isAgain ? tokensBefore - tokensAfter : 0;
      savedAgain += again;
      const name = `${tool}\n${compressor}`;
      const line = lines.get(name) ?? lineOf(day, tool, compressor, context);
      lines.set(name, line);
      if (hash !== '') this.#keep(hash, line);
      this.put(line, [1, tokensBefore, tokensAfter, 0, 0, again, 0, 0]);
    }
    return savedAgain;
  }

  /** Texts that were booked one by one when they were sent first. */
  addAgain(shorter: readonly ShorterTexts[], context: LedgerContext = {}): void {
    const day = dayOf(this.now());
    for (const { tool, compressor, texts, tokensBefore, tokensAfter } of shorter)
      this.put(lineOf(day, tool, compressor, context), [
        ...([texts, tokensBefore, tokensAfter, 0, 0, tokensBefore - tokensAfter, 0, 0] as const),
      ]);
  }

  addRetrieval(tokens: number, { hash = '', ...context }: RetrievalContext = {}): void {
    const of = this.#lineOf.get(hash);
    const day = dayOf(this.now());
    const line = of === undefined ? lineOf(day, 'headroom_retrieve', '', context) : writeLine({ ...readLine(of), day });
    this.put(line, [0, 0, 0, 1, tokens, 0, 0, 0]);
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

  #keep(hash: string, line: string): void {
    if (this.#lineOf.size >= MOST_SEEN) this.#lineOf.clear();
    this.#lineOf.set(hash, line);
  }
}

function lineOf(day: string, tool: string, compressor: string, context: LedgerContext, left = ''): string {
  const { door = '', model = '' } = context;
  const clip = (name: string): string => name.slice(0, MOST_CHARACTERS);
  return writeLine({
    day,
    tool: clip(tool),
    compressor: clip(compressor),
    door: clip(door),
    model: clip(model),
    left,
  });
}

/** The day in UTC, so that machines agree. */
export function dayOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 10);
}
